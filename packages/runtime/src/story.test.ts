/**
 * The story of the product over its public API: a marketing template waits for the answer, goes out as an interactive
 * message when it comes, and a blocked one is tried again slowly. Server and emulator are the real ones, in this process.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "./server.ts";
import { call, eventually } from "./test-support/api.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const blackFriday = readFileSync(join(root, "examples", "black-friday.flow.json"), "utf8");
const ASHA = "+5511900000111";
const ROHAN = "+5511900000222";

interface Shown {
  wamid: string;
  direction: string;
  type: string;
  text?: string;
  status: string;
  error?: { code: number };
  buttons?: { id: string; title: string }[];
}

let server: RunningServer;
let flow: string;

const api = (method: string, path: string, body?: unknown) => call(server.url, method, path, body);
const control = (method: string, path: string, body?: unknown) =>
  call(server.url, method, `/emulator/_control${path}`, body);
const shownOn = async (phone: string): Promise<Shown[]> =>
  (await control("GET", `/contacts/${encodeURIComponent(phone)}/messages`)).body;
const advance = (duration: string) => control("POST", "/clock", { advance: duration });
const sentences = async (contact: string): Promise<{ sentence: string; rule: string | null }[]> => {
  const { body } = await api("GET", `/api/contacts/${contact}/timeline?limit=200`);
  return body.items.flatMap((item: { sentence?: string; rule?: string | null }) =>
    item.sentence ? [{ sentence: item.sentence, rule: item.rule ?? null }] : [],
  );
};

beforeAll(async () => {
  const config = {
    port: 0,
    host: "127.0.0.1",
    database: ":memory:",
    publicUrl: null,
    logLevel: "error",
    whatsapp: null,
  };
  server = await startServer(config, { editor: null, examples: join(root, "examples") });
});

afterAll(async () => {
  await server?.stop();
});

describe("Black Friday over the API", () => {
  let asha: string;

  test("imports, is warned about with the path as proof, and is not published with its error", async () => {
    const imported = await api("POST", "/api/flows/import", blackFriday);
    expect(imported.status).toBe(201);
    flow = imported.body.flow.id;
    const lint = await api("POST", "/api/lint", blackFriday);
    const sequential = lint.body.findings.find((finding: { code: string }) => finding.code === "sequential-marketing");
    expect(sequential).toMatchObject({ node: "last", severity: "warning", certainty: "certain" });
    expect(sequential.witness.steps.map((step: { node: string }) => step.node)).toEqual([
      "start",
      "early",
      "ordered",
      "last",
    ]);
    expect((await api("POST", `/api/flows/${flow}/publish`, {})).status).toBe(422);
  });

  test("is published with a reason", async () => {
    const published = await api("POST", `/api/flows/${flow}/publish`, {
      force: true,
      reason: "the reminder becomes a template",
    });
    expect(published.body.detail).toBeUndefined();
    expect(published.status).toBeLessThan(300);
  });

  test("Early access arrives as a template", async () => {
    await control("PUT", `/contacts/${encodeURIComponent(ASHA)}`, { marketingSlots: 3 });
    const started = await api("POST", `/api/flows/${flow}/start`, { contact: { phone: ASHA } });
    expect(started.body).toMatchObject({ state: "started" });
    asha = started.body.contactId;
    await eventually(
      "Early access on the phone",
      () => shownOn(ASHA),
      (messages) =>
        messages.some((message) => message.type === "template" && ["delivered", "read"].includes(message.status)),
    );
    const again = await api("POST", `/api/flows/${flow}/start`, { contact: { phone: ASHA } });
    expect(again.body).toMatchObject({ state: "already-running", session: started.body.session });
  });

  test("D2 two hours later Last hours is held, and everything says why", async () => {
    await advance("PT2H1M");
    expect((await shownOn(ASHA)).filter((message) => message.type === "template")).toHaveLength(1);
    const live = await api("GET", `/api/flows/${flow}/live`);
    const node = live.body.nodes.find((candidate: { node: string }) => candidate.node === "last");
    expect(node).toMatchObject({ count: 1, held: 1, most: "waiting-for-interaction" });
    expect(node.sentence).toContain("Early access");
    expect((await sentences(asha)).at(-1)).toMatchObject({
      rule: "D2",
      sentence: expect.stringMatching(/Last hours.*is held/),
    });
  });

  test("I3 D3 an answer lets it go as an interactive message within a second", async () => {
    const asked = performance.now();
    await control("POST", "/inbound", { from: ASHA, text: "Is it still on?" });
    const messages = await eventually(
      "the interactive message",
      () => shownOn(ASHA),
      (all) => all.some((message) => message.type === "interactive"),
    );
    expect(performance.now() - asked).toBeLessThan(1_000);
    const twin = messages.find((message) => message.type === "interactive");
    expect(twin?.buttons?.map((button) => button.title)).toEqual(["Show the deals", "Not this time"]);
    const said = await sentences(asha);
    expect(said.map((line) => line.rule)).toEqual(expect.arrayContaining(["I3", "D3"]));
  });

  test("the session goes on by the button that was tapped", async () => {
    await control("POST", "/inbound", { from: ASHA, tap: "Show the deals" });
    await eventually(
      "the deals",
      () => shownOn(ASHA),
      (messages) => messages.some((message) => message.text?.includes("oak tables")),
    );
    const contact = await eventually(
      "the hand-off",
      async () => (await api("GET", `/api/contacts/${asha}`)).body,
      (body) => JSON.stringify(body).includes("aside"),
    );
    expect(contact).toBeTruthy();
  });

  test("B1 with no slots it is blocked; the next try is at least 24 h away and is delivered then", async () => {
    await control("PUT", `/contacts/${encodeURIComponent(ROHAN)}`, { marketingSlots: 0 });
    const started = await api("POST", `/api/flows/${flow}/start`, { contact: { phone: ROHAN } });
    await advance("PT10S");
    expect((await shownOn(ROHAN)).at(-1)).toMatchObject({ status: "failed", error: { code: 131049 } });
    const before = Date.parse((await control("GET", "/clock")).body.now);
    const live = await api("GET", `/api/flows/${flow}/live`);
    const node = live.body.nodes.find((candidate: { node: string }) => candidate.node === "early");
    expect(node).toMatchObject({ count: 1, worst: "blocked" });
    expect(Date.parse(node.until) - before).toBeGreaterThanOrEqual(24 * 3_600_000 - 15_000);
    expect((await sentences(started.body.contactId)).at(-1)?.sentence).toMatch(
      /blocked.*Early access|Early access.*blocked/i,
    );

    await advance("PT12H");
    expect((await shownOn(ROHAN)).filter((message) => message.type === "template")).toHaveLength(1);
    await control("PUT", `/contacts/${encodeURIComponent(ROHAN)}`, { marketingSlots: 2 });
    await advance("PT24H");
    const messages = await shownOn(ROHAN);
    expect(messages.filter((message) => message.type === "template")).toHaveLength(2);
    expect(["delivered", "read"]).toContain(messages.at(-1)?.status);
  });
});
