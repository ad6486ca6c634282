import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../test-support/api.ts";
import { readPhone } from "./start.ts";
import {
  entry,
  flowOf,
  type Loose,
  startTestServer,
  type TestServer,
  text,
  twoOffers,
  waiting,
  word,
} from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.publish(
    flowOf(
      "waits",
      [entry("api"), waiting("w"), text("after", "Thanks")],
      [
        ["in", "next", "w"],
        ["w", "reply", "after"],
      ],
    ),
  );
  await server.publish(twoOffers("offers"));
  await server.publish(
    flowOf(
      "support",
      [
        word("help"),
        { id: "person", type: "handoff", title: "To a person", config: { team: "advisors", note: "Asked for help" } },
        text("bye", "Bye"),
      ],
      [
        ["in", "next", "person"],
        ["person", "released", "bye"],
      ],
    ),
  );
});
afterAll(() => server.stop());

const api: TestServer["api"] = (...args) => server.api(...args);
const start = (flow: string, phone: string, headers?: Record<string, string>) =>
  api("POST", `/api/flows/${flow}/start`, { contact: { phone } }, headers);

describe("start", () => {
  test.each([
    ["+55 (11) 90000-0001", "+5511900000001"],
    ["+5511900000001", "+5511900000001"],
    ["11900000001", null],
    ["+0511900000001", null],
    ["+55119abc", null],
    ["", null],
    ["+1234567890123456", null],
  ])("reads %j as %j", (given, phone) => expect(readPhone(given)).toBe(phone));

  test("says started with the session, then already-running with the same one", async () => {
    const first = await start("waits", "+5511900000101");
    expect(first.body).toMatchObject({ state: "started", node: "w", nodeName: "Waits here" });
    expect((await start("waits", "+5511900000101")).body).toMatchObject({
      state: "already-running",
      session: first.body.session,
    });
    const byId = await api("POST", "/api/flows/waits/start", { contactId: first.body.contactId });
    expect(byId.body.state).toBe("already-running");
  });

  test("Idempotency-Key: the same request is answered the same, another one is refused", async () => {
    const key = { "idempotency-key": "k-1" };
    const first = await start("waits", "+5511900000102", key);
    const again = await start("waits", "+5511900000102", key);
    expect(again.body).toEqual(first.body);
    expect(again.body.state).toBe("started");
    expect((await start("waits", "+5511900000103", key)).body).toMatchObject({ type: "key-reused", status: 422 });
    const both = await Promise.all([1, 2, 3].map(() => start("waits", "+5511900000104", { "idempotency-key": "k-2" })));
    expect(both.map(({ body }) => body)).toEqual([both[0]?.body, both[0]?.body, both[0]?.body]);
  });

  test("a refused request does not use its key up", async () => {
    const key = { "idempotency-key": "k-3" };
    const wrong = { contact: { phone: "nonsense" } };
    expect((await api("POST", "/api/flows/waits/start", wrong, key)).body.type).toBe("bad-phone");
    expect((await api("POST", "/api/flows/waits/start", wrong, key)).body.type).toBe("bad-phone");
  });

  const wrong: [string, string, Loose, number, string][] = [
    ["a flow that is not there", "nobody", { contact: { phone: "+5511900000105" } }, 404, "not-found"],
    ["a contact that is not there", "waits", { contactId: "c-none" }, 404, "not-found"],
    ["nobody", "waits", {}, 422, "invalid-request"],
    ["two ways to say who", "waits", { contact: { phone: "+5511900000105" }, contactId: "x" }, 422, "invalid-request"],
    ["an unknown entry", "waits", { contact: { phone: "+5511900000105" }, entry: "side" }, 422, "unknown-entry"],
    ["a flow without such an entry", "support", { contact: { phone: "+5511900000105" } }, 422, "no-entry"],
    ["an unknown field", "waits", { contact: { phone: "+5511900000105" }, when: "now" }, 422, "invalid-request"],
  ];
  test.each(wrong)("%s is refused", async (_, flow, body, status, type) => {
    const refused = await api("POST", `/api/flows/${flow}/start`, body);
    expect(refused.body).toMatchObject({ status, type, detail: expect.stringMatching(/\.$/) });
  });

  test("a flow that is not published is refused", async () => {
    await api("POST", "/api/flows", { document: flowOf("draft", [entry("api")], []) });
    expect((await start("draft", "+5511900000106")).body).toMatchObject({ type: "not-published", status: 409 });
  });

  test("a flow people are in is not removed by accident", async () => {
    expect((await api("DELETE", "/api/flows/waits")).body).toMatchObject({ type: "sessions-running", status: 409 });
  });
});

describe("sessions", () => {
  test("are shown with what holds them, moved, and stopped", async () => {
    const { session, contactId } = (await start("waits", "+5511900000201")).body;
    const shown = (await api("GET", `/api/sessions/${session}`)).body;
    expect(shown).toMatchObject({
      flowName: "Flow waits",
      status: "running",
      wait: { for: "answer" },
      gate: { state: "waiting", sentence: expect.stringContaining("Waits for +5511900000201") },
    });
    expect((await api("POST", `/api/sessions/${session}/release`)).body.type).toBe("not-handed-off");
    expect((await api("POST", `/api/sessions/${session}/move`, { node: "nowhere" })).body.type).toBe("unknown-node");
    const stopped = await api("POST", `/api/sessions/${session}/stop`, undefined, { "sluice-person": "Ines" });
    expect(stopped.body).toMatchObject({ status: "ended", gate: null });
    expect((await api("POST", `/api/sessions/${session}/stop`)).body.type).toBe("session-ended");
    const timeline = (await api("GET", `/api/contacts/${contactId}/timeline`)).body.items;
    expect(timeline.map((part: Loose) => part.sentence)).toContain("Ines ended **Flow waits** for +5511900000201.");
    expect((await api("GET", "/api/sessions/none")).status).toBe(404);
  });
});

describe("the gate", () => {
  let contact: string;
  let session: string;

  test("T8 holds the second offer, on the canvas, in the session and in the inbox alike", async () => {
    await server.control("PUT", "/contacts/%2B5511900000301", { marketingSlots: null });
    const started = (await start("offers", "+5511900000301")).body;
    ({ contactId: contact, session } = started);
    await eventually(
      "the first offer is shown",
      async () => (await api("GET", `/api/sessions/${session}`)).body,
      ({ gate }) => gate?.state === "delivered",
    );
    await server.control("POST", "/clock", { advance: "PT1H1M" });
    const live = await eventually(
      "the second offer is held",
      async () => (await api("GET", "/api/flows/offers/live")).body,
      ({ nodes }) => nodes[0]?.node === "two",
    );
    const says = { sentence: "Waits for an answer to **offer_one**.", rule: "D2" };
    expect(live.nodes[0]).toMatchObject({
      count: 1,
      held: 1,
      most: "waiting-for-interaction",
      worst: "waiting-for-interaction",
      people: [{ session, ...says }],
    });
    expect((await api("GET", `/api/sessions/${session}`)).body.gate).toMatchObject({
      state: "waiting-for-interaction",
      ...says,
    });
    const inbox = (await api("GET", "/api/conversations?filter=held")).body.items;
    expect(inbox).toMatchObject([{ held: 1, contact: { id: contact }, window: { open: false, closesAt: null } }]);
    expect((await api("GET", "/api/flows?search=offers")).body.items[0].figures).toMatchObject({ running: 1, held: 1 });
    expect((await api("GET", "/api/overview")).body).toMatchObject({ held: 1, emulated: true });
  });

  test("the conversation says what may be written", async () => {
    const id = (await api("GET", "/api/conversations?filter=held")).body.items[0].id;
    const { mayWrite, sessions } = (await api("GET", `/api/conversations/${encodeURIComponent(id)}`)).body;
    expect(sessions).toHaveLength(1);
    expect(mayWrite.freeForm).toMatchObject({
      allowed: false,
      rule: "D9",
      sentence: expect.stringMatching(/^You cannot write freely now/),
    });
    expect(mayWrite.utility.allowed).toBe(true);
    expect(mayWrite.marketing).toMatchObject({ allowed: false, rule: "D2" });
    const refused = await api("POST", `/api/conversations/${encodeURIComponent(id)}/messages`, { text: "Hello" });
    expect(refused.body).toMatchObject({
      status: 409,
      type: "window-closed",
      detail: expect.stringContaining("24-hour window is closed"),
    });
  });

  test("a person lets it go: D2 steps aside, and the timeline keeps who did it", async () => {
    const released = await api("POST", "/api/flows/offers/nodes/two/release", {}, { "sluice-person": "Ines" });
    expect(released.body).toEqual({ released: 1, stayed: [] });
    await eventually(
      "it goes out",
      async () => (await api("GET", `/api/sessions/${session}`)).body,
      ({ gate }) => gate?.state === "delivered",
    );
    const timeline = (await api("GET", `/api/contacts/${contact}/timeline`)).body.items;
    expect(timeline.map((part: Loose) => part.sentence)).toContain(
      "Ines released **offer_two**. It goes out as a template.",
    );
    const message = timeline.findLast((part: Loose) => part.kind === "message").message;
    expect((await api("GET", `/api/messages/${message.id}`)).body).toMatchObject({
      name: "offer_two",
      state: "sent",
      delivery: expect.stringMatching(/delivered|read/),
    });
    expect((await api("POST", `/api/messages/${message.id}/resend`)).body.type).toBe("outcome-known");
    const nobody = await api("POST", "/api/flows/offers/nodes/two/release", { sessions: [session] });
    expect(nobody.body).toMatchObject({ released: 0, stayed: [{ session }] });
  });

  test("a held message is taken back", async () => {
    const second = (await start("offers", "+5511900000302")).body;
    await eventually(
      "the first offer is shown",
      async () => (await api("GET", `/api/sessions/${second.session}`)).body,
      ({ gate }) => gate?.state === "delivered",
    );
    await server.control("POST", "/clock", { advance: "PT1H1M" });
    await eventually(
      "held",
      async () => (await api("GET", `/api/sessions/${second.session}`)).body,
      ({ gate }) => gate?.state === "waiting-for-interaction",
    );
    const cancelled = await api("POST", "/api/flows/offers/nodes/two/cancel", { sessions: [second.session] });
    expect(cancelled.body).toEqual({ cancelled: 1, stayed: [] });
    expect((await api("GET", `/api/sessions/${second.session}`)).body.status).toBe("ended");
  });
});

describe("the inbox", () => {
  test("a handed-off conversation is answered by a person and given back", async () => {
    await server.control("PUT", "/contacts/%2B5511900000401", { name: "Asha" });
    await server.control("POST", "/inbound", { from: "+5511900000401", text: "help" });
    const row = await eventually<Loose>(
      "the hand-off",
      async () => (await api("GET", "/api/conversations?filter=handed-off")).body.items[0],
      Boolean,
    );
    expect(row).toMatchObject({
      window: { open: true },
      handOff: { flowName: "Flow support", team: "advisors", note: "Asked for help" },
    });
    const id = encodeURIComponent(row.id);
    const written = await api(
      "POST",
      `/api/conversations/${id}/messages`,
      { text: "How can I help?" },
      { "sluice-person": "Ines" },
    );
    expect(written.status).toBe(201);
    expect(written.body).toMatchObject({
      class: "free-form",
      origin: { kind: "agent", by: "Ines" },
      content: { text: "How can I help?" },
    });
    const released = await api("POST", `/api/sessions/${row.handOff.session}/release`);
    expect(released.status).toBe(200);
    const detail = (await api("GET", `/api/conversations/${id}`)).body;
    expect(detail.handOff).toBeNull();
    expect(detail.person.ledger).toMatchObject({ unanswered: [], cappedUntil: null, stoppedAt: null });
    const timeline = (await api("GET", `/api/contacts/${row.contact.id}/timeline`)).body.items;
    expect(timeline[0]).toMatchObject({ kind: "inbound", text: "help" });
    expect(
      timeline
        .map((part: Loose) => part.sentence)
        .filter(Boolean)
        .join("\n"),
    ).toMatch(/passed .+ to the \*\*advisors\*\* team\. Asked for help\./);
  });

  test("contacts are found by number; unknown conversations are not", async () => {
    const found = (await api("GET", "/api/contacts?search=900000401")).body.items;
    expect(found).toMatchObject([{ phone: "+5511900000401", timeZone: expect.any(String) }]);
    expect((await api("GET", "/api/conversations/wa-other:x")).status).toBe(404);
    expect((await api("GET", "/api/conversations/nonsense")).status).toBe(404);
    expect((await api("GET", "/api/contacts?cursor=nonsense")).body).toMatchObject({
      status: 400,
      type: "invalid-cursor",
    });
  });
});
