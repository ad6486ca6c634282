import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entry, flowOf, startTestServer, type TestServer, text, waiting, word } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const api: TestServer["api"] = (...args) => server.api(...args);
const quiet = (id: string) => flowOf(id, [entry("api"), waiting("w")], [["in", "next", "w"]]);
const broken = (id: string) => ({
  ...quiet(id),
  edges: [{ id: "e", source: "in", sourceHandle: "next", target: "nowhere" }],
});

describe("publish", () => {
  test("errors refuse it, unless forced with a reason that is kept", async () => {
    await api("POST", "/api/flows", { document: broken("risky") });
    const refused = await api("POST", "/api/flows/risky/publish");
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      type: "publish-refused",
      detail: expect.stringMatching(/^Revision 1 has \d+ error/),
    });
    expect(refused.body.findings.map((finding: { code: string }) => finding.code)).toContain("dangling-edge");
    expect((await api("POST", "/api/flows/risky/publish", { force: true })).body.type).toBe("reason-missing");
    const forced = await api("POST", "/api/flows/risky/publish", { force: true, reason: "I know" });
    expect(forced.body.revision).toMatchObject({ number: 1, reason: "I know", published: true });
  });

  test("what a published flow does when it is called counts for the caller", async () => {
    const night = { id: "sleep", type: "delay", config: { duration: "PT25H" } };
    const call = { id: "call", type: "subflow", config: { flow: "called-night" } };
    await server.publish(flowOf("called-night", [entry("api"), night, waiting("w")], [["in", "next", "w"]]));
    const caller = flowOf(
      "caller",
      [word("call me"), call, text("late", "Good morning")],
      [
        ["in", "next", "call"],
        ["call", "returned", "late"],
      ],
    );
    await api("POST", "/api/flows", { document: caller });
    const draft = (await api("GET", "/api/flows/called-night")).body;
    const slow = { ...draft.document, edges: [{ id: "e", source: "in", sourceHandle: "next", target: "sleep" }] };
    await api("PUT", "/api/flows/called-night", { version: draft.version, document: slow });
    const codes = async () =>
      (await api("POST", "/api/lint", caller)).body.findings.map(
        ({ code, certainty }: { code: string; certainty: string }) => `${certainty} ${code}`,
      );
    // What is published waits for an answer; the draft, which would take a day, does not run yet.
    expect(await codes()).not.toContain("certain free-form-after-window");
    await api("POST", "/api/flows/called-night/publish", { force: true, reason: "x" });
    expect(await codes()).toContain("certain free-form-after-window");
    expect((await api("POST", "/api/flows/caller/publish")).status).toBe(422);
  });

  test("a draft that is another by now is not published", async () => {
    await api("POST", "/api/flows", { document: quiet("moving") });
    expect((await api("POST", "/api/flows/moving/publish", { version: 7 })).status).toBe(409);
  });

  test("I2 equal triggers on one channel are refused", async () => {
    await server.publish(flowOf("hello-one", [word("Olá"), text("t", "Hi")], [["in", "next", "t"]]));
    await api("POST", "/api/flows", {
      document: flowOf("hello-two", [word("ola"), text("t", "Hi")], [["in", "next", "t"]]),
    });
    const refused = await api("POST", "/api/flows/hello-two/publish", { force: true, reason: "x" });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ type: "trigger-conflict", detail: expect.stringContaining("Flow hello-one") });
  });

  test("revisions are listed, read and restored; nothing is published by restoring", async () => {
    await server.publish(quiet("history"));
    const draft = (await api("GET", "/api/flows/history")).body;
    expect(draft).toMatchObject({ published: 1, differs: false });
    const second = { ...draft.document, name: "Renamed" };
    await api("PUT", "/api/flows/history", { version: draft.version, document: second });
    expect((await api("GET", "/api/flows/history")).body.differs).toBe(true);
    await api("POST", "/api/flows/history/publish", { force: true, reason: "x" });
    const revisions = (await api("GET", "/api/flows/history/revisions")).body.items;
    expect(
      revisions.map(({ number, published }: { number: number; published: boolean }) => [number, published]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await api("GET", "/api/flows/history/revisions/1")).body.document.name).toBe("Flow history");
    const restored = await api("POST", "/api/flows/history/revisions/1/restore");
    expect(restored.body).toMatchObject({ name: "Flow history", version: 3, published: 2, differs: true });
    expect((await api("GET", "/api/flows/history/revisions/9")).status).toBe(404);
    expect((await api("GET", "/api/flows/history/revisions/x")).status).toBe(404);
  });

  test("moving a card is no difference", async () => {
    await server.publish(quiet("layout"));
    const { version, document } = (await api("GET", "/api/flows/layout")).body;
    const moved = await api("PUT", "/api/flows/layout", {
      version,
      document: { ...document, layout: { in: { x: 5, y: 5 } } },
    });
    expect(moved.body).toMatchObject({ version: version + 1, differs: false });
  });
});

describe("pause", () => {
  test("of a flow: nobody enters until it is resumed", async () => {
    await server.publish(quiet("paused"));
    const paused = await api("POST", "/api/flows/paused/pause", undefined, { "sluice-person": "Ines" });
    expect(paused.body).toMatchObject({ pausedBy: "Ines", pausedAt: expect.any(String) });
    const start = { contact: { phone: "+5511900000801" } };
    expect((await api("POST", "/api/flows/paused/start", start)).body).toMatchObject({ type: "paused", status: 409 });
    expect((await api("POST", "/api/flows/paused/resume")).body.pausedAt).toBeNull();
    expect((await api("POST", "/api/flows/paused/start", start)).status).toBe(200);
  });

  test("of the channel", async () => {
    const channel = (await api("GET", "/api/channels")).body.items[0];
    const paused = await api("POST", `/api/channels/${channel.id}/pause`);
    expect(paused.body.pausedBy).toBe("You");
    const start = { contact: { phone: "+5511900000802" } };
    expect((await api("POST", "/api/flows/paused/start", start)).body.type).toBe("paused");
    expect((await api("GET", "/api/overview")).body.channel.pausedAt).not.toBeNull();
    expect((await api("POST", `/api/channels/${channel.id}/resume`)).body.pausedAt).toBeNull();
  });
});

describe("channel settings", () => {
  const change = async (settings: unknown) => {
    const channel = (await api("GET", "/api/channels")).body.items[0];
    return api("PATCH", `/api/channels/${channel.id}`, settings);
  };

  test("are changed and checked strictly", async () => {
    const changed = await change({
      gate: "platform",
      frequency: { max: 1, per: "P7D" },
      quietHours: { from: "21:00", to: "09:00" },
      timeZone: "America/Sao_Paulo",
    });
    expect(changed.body).toMatchObject({
      gate: "platform",
      frequency: { max: 1, per: "P7D" },
      timeZone: "America/Sao_Paulo",
    });
    expect((await change({ gate: "strict", frequency: null, quietHours: null })).body.quietHours).toBeNull();
    for (const wrong of [
      { gate: "loose" },
      { ruleSet: "meta-1999" },
      { timeZone: "Mars/Base" },
      { frequency: { max: 0, per: "P7D" } },
      { quietHours: { from: "9", to: "10:00" } },
      { colour: 1 },
    ])
      expect((await change(wrong)).status, JSON.stringify(wrong)).toBe(422);
  });
});

describe("templates", () => {
  test("are replaced as a whole, and say which flows use them", async () => {
    const template = {
      name: "order",
      language: "en",
      category: "UTILITY",
      status: "APPROVED",
      components: [{ type: "BODY", text: "Order" }],
    };
    const before = (await api("GET", "/api/templates")).body.items.map(
      ({ template: known }: { template: unknown }) => known,
    );
    const put = await api("PUT", "/api/templates", { templates: [...before, template] });
    expect(put.body.items.find(({ name }: { name: string }) => name === "order")).toMatchObject({
      category: "UTILITY",
      usedBy: [],
    });
    const refused = await api("PUT", "/api/templates", { templates: [{ name: "x" }] });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].path).toMatch(/^templates\[0\]/);
    expect((await api("POST", "/api/templates/sync")).body.count).toBeGreaterThanOrEqual(0);
  });
});
