/** What operators do beside publishing: look before a start, try a draft, take people along, settle what nobody knows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../test-support/api.ts";
import {
  entry,
  flowOf,
  type Loose,
  startTestServer,
  type TestServer,
  text,
  twoOffers,
  waiting,
} from "./test-server.ts";

const MESSAGES = "/100000000000001/messages";
const phone = (number: number) => `+55119000006${String(number).padStart(2, "0")}`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  server.api(method, path, body, headers);
const start = async (flow: string, number: number): Promise<string> =>
  (await api("POST", `/api/flows/${flow}/start`, { contact: { phone: phone(number) } })).body.contactId;
const sessions = async (contact: string): Promise<Loose[]> =>
  (await api("GET", `/api/contacts/${contact}`)).body.sessions;
const shown = async (number: number): Promise<Loose[]> => {
  const { body } = await server.control("GET", `/contacts/${encodeURIComponent(phone(number))}/messages`);
  return Array.isArray(body) ? body : [];
};

describe("a forecast before a start", () => {
  const forecast = (flow: string, body: object) => api("POST", `/api/flows/${flow}/forecast`, body);
  let people: string[];

  test("counts who would be held now, with the sentence of the rule, and sends nothing", async () => {
    await server.publish({ ...twoOffers("spring") });
    await server.publish({ ...twoOffers("summer") });
    const held = await Promise.all([1, 2].map((number) => start("spring", number)));
    for (const number of [1, 2])
      await eventually(
        "the offer",
        () => shown(number),
        (messages) => messages.length === 1,
      );
    const { body: stopped } = await server.control("POST", "/inbound", { from: phone(3), text: "stop" });
    expect(stopped.wamid).toBeTruthy();
    const other = await eventually(
      "who stopped",
      async () => (await api("GET", `/api/contacts?search=${encodeURIComponent(phone(3))}`)).body.items[0]?.id,
      (id) => id !== undefined,
    );
    people = [...held, other];
    const { status, body } = await forecast("summer", { contactIds: people });
    expect(status).toBe(200);
    expect(body).toMatchObject({ checked: 3, more: false, basis: "start" });
    expect(body.groups.map(({ outcome, rule, count }: Loose) => [outcome, rule, count])).toEqual([
      ["held", "D2", 2],
      ["refused", "D1", 1],
    ]);
    expect(body.groups[0].sentence).toBe(
      "2 people have not answered an earlier offer. It would be held until they write or tap.",
    );
    expect(body.groups[0].people).toHaveLength(2);
    expect((await sessions(people[0] ?? "")).map(({ flow }) => flow)).toEqual(["spring"]);
  });

  test("by tag and for all; of the flow itself people who are in it would not start again", async () => {
    await api("PATCH", `/api/contacts/${people[0]}`, { fields: { tags: ["vip"] } });
    const tagged = await forecast("summer", { tag: "vip" });
    expect(tagged.body).toMatchObject({ checked: 1, groups: [{ outcome: "held", count: 1 }] });
    const all = await forecast("spring", { all: true });
    expect(all.body.checked).toBe(3);
    expect(all.body.groups.map(({ outcome, count }: Loose) => [outcome, count])).toEqual([
      ["refused", 1],
      ["running", 2],
    ]);
    expect((await forecast("spring", { contactIds: ["nobody"] })).body).toMatchObject({ checked: 0, groups: [] });
  });

  test("a flow whose offers come later is judged by the gate, and says so", async () => {
    const { nodes, edges, ...rest } = twoOffers("later");
    await server.publish({
      ...rest,
      nodes: [...nodes, { id: "rest", type: "delay", config: { duration: "PT1H" } }],
      edges: edges
        .map((edge) => (edge.source === "in" ? { ...edge, target: "rest" } : edge))
        .concat({
          id: "later",
          source: "rest",
          sourceHandle: "next",
          target: "one",
        }),
    });
    const { body } = await forecast("later", { contactIds: people });
    expect(body).toMatchObject({ basis: "gate", groups: [{ outcome: "held", rule: "D2", count: 2 }, { rule: "D1" }] });
  });

  test.each([
    [{}, 422],
    [{ all: true, tag: "x" }, 422],
    [{ all: true, entry: "nowhere" }, 422],
  ])("%j is refused", async (body, status) => {
    expect((await forecast("summer", body)).status).toBe(status);
  });

  test("what is not published has no forecast; what is paused has", async () => {
    await api("POST", "/api/flows", { document: twoOffers("draft") });
    expect((await forecast("draft", { all: true })).status).toBe(409);
    await api("POST", "/api/flows/summer/pause");
    expect((await forecast("summer", { contactIds: people })).body.checked).toBe(3);
    await api("POST", "/api/flows/summer/resume");
  });
});

describe("T10 publishing with people in the flow", () => {
  const asking = (says: string) =>
    flowOf(
      "ask",
      [entry("api"), text("hello", says), waiting("wait"), text("end", `${says} ends`)],
      [
        ["in", "next", "hello"],
        ["hello", "next", "wait"],
        ["wait", "reply", "end"],
      ],
    );
  const publish = async (document: object, waitingChoice?: object) => {
    const { version } = (await api("GET", "/api/flows/ask")).body;
    await api("PUT", "/api/flows/ask", { version, document });
    return api(
      "POST",
      "/api/flows/ask/publish",
      { force: true, reason: "a test", ...(waitingChoice ? { waiting: waitingChoice } : {}) },
      { "sluice-person": "Rohan" },
    );
  };
  const inside = async (number: number) => {
    await server.control("POST", "/inbound", { from: phone(number), text: "hi" });
    return start("ask", number);
  };
  const session = async (contact: string) => (await sessions(contact)).find(({ flow }) => flow === "ask");

  test("keeps them unless told; moves who stands on the named node; ends who is cancelled", async () => {
    await server.publish(asking("one"));
    const asha = await inside(11);
    const kept = await publish(asking("two"));
    expect(kept.body.waiting).toEqual({ moved: 0, cancelled: 0, stayed: [] });
    expect(await session(asha)).toMatchObject({ revision: 1, status: "running" });

    const moved = await publish(asking("three"), { wait: "move", hello: "cancel" });
    expect(moved.body.waiting).toEqual({ moved: 1, cancelled: 0, stayed: [] });
    expect(await session(asha)).toMatchObject({ revision: 3, node: "wait", status: "running" });
    await server.control("POST", "/inbound", { from: phone(11), text: "go on" });
    await eventually(
      "the new end",
      () => shown(11),
      (messages) => messages.some((message) => message.text === "three ends"),
    );

    const rohan = await inside(12);
    const cancelled = await publish(asking("four"), { wait: "cancel" });
    expect(cancelled.body.waiting).toMatchObject({ moved: 0, cancelled: 1 });
    expect(await session(rohan)).toMatchObject({ revision: 3, status: "ended", reason: "stopped by Rohan" });
  });

  test("who cannot be moved stays, and it is said why", async () => {
    const mei = await inside(13);
    const without = flowOf("ask", [entry("api"), text("hello", "five")], [["in", "next", "hello"]]);
    const { body } = await publish(without, { wait: "move" });
    expect(body.waiting).toMatchObject({ moved: 0, stayed: [{ contact: { phone: phone(13) } }] });
    expect(body.waiting.stayed[0].sentence).toContain("no node like the one");
    expect(await session(mei)).toMatchObject({ revision: 4, status: "running" });
  });

  test("a flow with people in it is not deleted by accident", async () => {
    const refused = await api("DELETE", "/api/flows/ask");
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatch(/in this flow/);
  });
});

describe("a trial run of the draft", () => {
  const draft = (says: string) =>
    flowOf(
      "trial",
      [entry("campaign"), text("hello", says), waiting("wait")],
      [
        ["in", "next", "hello"],
        ["hello", "next", "wait"],
      ],
    );
  const tryIt = (number: number, more: object = {}) =>
    api("POST", "/api/flows/trial/try", { phone: phone(number), ...more });

  test("runs what is not published, as a test that is shown and not counted", async () => {
    await api("POST", "/api/flows", { document: draft("first") });
    await server.control("POST", "/inbound", { from: phone(21), text: "hi" });
    const tried = await tryIt(21);
    expect(tried.body).toMatchObject({ state: "started", node: "wait" });
    await eventually(
      "the words",
      () => shown(21),
      (messages) => messages.some((message) => message.text === "first"),
    );
    const live = (await api("GET", "/api/flows/trial/live")).body;
    expect(live).toMatchObject({ published: null, running: 0 });
    expect(live.nodes[0]).toMatchObject({ node: "wait", count: 0, people: [{ test: true }] });
    const record = (await api("GET", "/api/flows/trial")).body;
    expect(record).toMatchObject({ revision: null, published: null });
    expect((await api("GET", "/api/flows/trial/revisions")).body.items).toEqual([]);
    // Nobody enters it by accident.
    expect((await api("POST", "/api/flows/trial/start", { contact: { phone: phone(22) } })).status).toBe(409);
  });

  test("a second one takes the place of the first, with the draft as it is now", async () => {
    const { version } = (await api("GET", "/api/flows/trial")).body;
    await api("PUT", "/api/flows/trial", { version, document: draft("second") });
    const tried = await tryIt(21);
    expect(tried.body.state).toBe("started");
    await eventually(
      "the new words",
      () => shown(21),
      (messages) => messages.some((message) => message.text === "second"),
    );
    const running = (await sessions(tried.body.contactId)).filter(({ status }) => status === "running");
    expect(running).toHaveLength(1);
    expect(running[0]).toMatchObject({ test: true, revision: -2 });
    expect((await api("GET", `/api/sessions/${running[0].id}`)).body.nodeName).toBe("Waits here");
  });

  test("somebody who is really in the flow is left in peace", async () => {
    await api("POST", "/api/flows/trial/publish", { force: true, reason: "a test" });
    await server.control("POST", "/inbound", { from: phone(23), text: "hi" });
    const real = await start("trial", 23);
    const tried = await tryIt(23);
    expect(tried.status).toBe(409);
    expect((await sessions(real))[0]).toMatchObject({ status: "running", test: false, revision: 1 });
  });

  test("passes the same gate", async () => {
    await api("POST", "/api/flows", { document: twoOffers("offers") });
    for (const number of [24]) {
      const tried = await api("POST", "/api/flows/offers/try", { phone: phone(number) });
      expect(tried.body.state).toBe("started");
      await eventually(
        "the offer",
        () => shown(number),
        (messages) => messages.some(({ status }) => status === "delivered" || status === "read"),
      );
      await server.control("POST", "/clock", { advance: "PT2H" });
      const live = (await api("GET", "/api/flows/offers/live")).body.nodes[0];
      expect(live).toMatchObject({ node: "two", people: [{ test: true, rule: "D2" }] });
    }
  });

  test.each([
    [{ phone: "12" }, 422],
    [{ phone: phone(25), entry: "nowhere" }, 422],
    [{}, 422],
  ])("%j is refused", async (body, status) => {
    expect((await api("POST", "/api/flows/trial/try", body)).status).toBe(status);
  });
});

describe("B7 what nobody knows the outcome of", () => {
  test("is listed with its person, and gone from the list once it is decided", async () => {
    await server.publish(flowOf("say", [entry("api"), text("hello", "Hello there")], [["in", "next", "hello"]]));
    await server.control("POST", "/inbound", { from: phone(31), text: "hi" });
    await server.control("PUT", "/faults", [{ path: MESSAGES, resetAfter: 1, count: 1 }]);
    await start("say", 31);
    const list = async () => (await api("GET", "/api/messages?state=unknown")).body.items;
    const [item] = await eventually("the list", list, (items) => items.length === 1);
    expect(item).toMatchObject({
      contact: { phone: phone(31) },
      message: { delivery: "unknown", content: { text: "Hello there" } },
    });
    expect(item.conversation).toContain(item.contact.id);
    expect((await api("POST", `/api/messages/${item.message.id}/forget`)).status).toBe(200);
    expect(await list()).toEqual([]);
    expect((await api("GET", "/api/messages?state=held")).status).toBe(400);
  });
});

describe("WR §5.2 the Marketing Messages API", () => {
  test("takes marketing templates where the channel wants it, and nothing else", async () => {
    const [channel] = (await api("GET", "/api/channels")).body.items;
    expect(channel.marketingApi).toBe("off");
    expect((await api("PATCH", `/api/channels/${channel.id}`, { marketingApi: "on" })).status).toBe(200);
    await server.publish({ ...twoOffers("autumn") });
    await start("autumn", 51);
    await eventually(
      "the offer",
      () => shown(51),
      (messages) => messages.some(({ status }) => status === "delivered" || status === "read"),
    );
    await server.control("POST", "/inbound", { from: phone(52), text: "hi" });
    await start("say", 52);
    await eventually(
      "the answer",
      () => shown(52),
      (messages) => messages.length === 2,
    );
    const { entries } = (await server.control("GET", "/log?limit=1000")).body;
    const ways = entries
      .filter(({ kind, body }: Loose) => kind === "request" && body.includes("biz_opaque_callback_data"))
      .slice(-2)
      .map(({ path }: Loose) => path.split("/").at(-1));
    expect(ways).toEqual(["marketing_messages", "messages"]);
    await api("PATCH", `/api/channels/${channel.id}`, { marketingApi: "off" });
  });
});

describe("T8 moving people of a node", () => {
  test("those who are held go to another node at once, what was held is withdrawn, and the timeline says who did it", async () => {
    await server.publish({
      ...flowOf(
        "moves",
        [entry("api"), ...twoOffers("x").nodes.slice(1, 3), waiting("rest"), text("bye", "Thanks")],
        [
          ["in", "next", "one"],
          ["one", "timeout", "two"],
          ["two", "timeout", "rest"],
          ["rest", "reply", "bye"],
        ],
      ),
      templates: twoOffers("x").templates ?? [],
    });
    const people = [await start("moves", 71), await start("moves", 72)];
    for (const number of [71, 72])
      await eventually(
        "the offer",
        () => shown(number),
        (messages) => messages.some(({ status }) => status === "delivered" || status === "read"),
      );
    await server.control("POST", "/clock", { advance: "PT2H" });
    const standing = async () => (await Promise.all(people.map(sessions))).map(([session]) => session?.node);
    await eventually("both held", standing, (nodes) => nodes.every((node) => node === "two"));
    const move = (body: object) => api("POST", "/api/flows/moves/nodes/two/move", body, { "sluice-person": "Rohan" });
    expect((await move({ to: "two" })).status).toBe(422);
    const lost = await move({ to: "nowhere" });
    expect(lost.body).toMatchObject({ moved: 0, stayed: [{}, {}] });
    const [first] = await sessions(people[0] ?? "");
    expect((await move({ to: "rest", sessions: [first?.id] })).body).toEqual({ moved: 1, stayed: [] });
    expect(await standing()).toEqual(["rest", "two"]);
    expect((await move({ to: "rest" })).body).toEqual({ moved: 1, stayed: [] });
    const { items } = (await api("GET", `/api/contacts/${people[1]}/timeline`)).body;
    const said = items.map(({ sentence }: Loose) => sentence ?? "").join("\n");
    expect(said).toMatch(/Rohan moved .* to \*\*Waits here\*\*\./);
    expect(said).toMatch(/\*\*offer_two\*\*, still held, was withdrawn/);
    expect(said).toMatch(/No answer to \*\*offer_one\*\* for 1 h: the flow goes on by \*\*timeout\*\*\./);
  });
});

describe("a start names only variables that the flow has", () => {
  test("declared, read, set or mentioned with a fallback; another one is a slip", async () => {
    const flow = flowOf(
      "vars",
      [entry("api"), text("a", "{{ size }} {{ default(nick, 'friend') }}"), waiting("w")],
      [
        ["in", "next", "a"],
        ["a", "next", "w"],
      ],
      { variables: [{ name: "code", type: "text" }] },
    );
    await server.publish(flow);
    const begin = (variables: object) =>
      api("POST", "/api/flows/vars/start", { contact: { phone: phone(73) }, variables });
    const refused = await begin({ size: "M", colour: "red" });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([{ path: "variables.colour", message: "is not a variable of this flow" }]);
    expect((await begin({ size: "M", nick: "A", code: "x" })).status).toBe(200);
    const tried = await api("POST", "/api/flows/vars/try", { phone: phone(74), variables: { colour: "red" } });
    expect(tried.status).toBe(422);
  });
});

describe("idle sessions", () => {
  test("end after the channel's span, with their reason", async () => {
    const long = flowOf(
      "long",
      [entry("api"), { ...waiting("wait"), config: { timeout: "P200D" } }],
      [["in", "next", "wait"]],
    );
    await server.publish(long);
    const contact = await start("long", 41);
    const [channel] = (await api("GET", "/api/channels")).body.items;
    expect(channel.idleAfter).toBe("P30D");
    expect((await api("PATCH", `/api/channels/${channel.id}`, { idleAfter: "PT1H" })).status).toBe(422);
    await server.control("POST", "/clock", { advance: "P29D" });
    expect((await sessions(contact))[0]).toMatchObject({ status: "running" });
    await server.control("POST", "/clock", { advance: "P1DT2H" });
    expect((await sessions(contact))[0]).toMatchObject({ status: "ended", reason: "idle" });
    await api("PATCH", `/api/channels/${channel.id}`, { idleAfter: null });
    await start("long", 41);
    await server.control("POST", "/clock", { advance: "P40D" });
    expect((await sessions(contact))[0]).toMatchObject({ status: "running" });
  });
});
