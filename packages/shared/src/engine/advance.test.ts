/** The engine by number: docs/engine-spec.md. */
import { describe, expect, test } from "vitest";
import { EMPTY_LEDGER, type Ledger, rebuildLedger } from "../caps/ledger.ts";
import { DEFAULT_POLICY } from "../caps/policy.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { nodeType } from "../nodes/registry.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { advance, type Turn } from "./advance.ts";
import { chanceAt, seedOf } from "./chance.ts";
import { compileFlow } from "./compile-flow.ts";
import type { Environment } from "./environment.ts";
import type { SessionEvent } from "./event.ts";
import { MOST_MESSAGES, MOST_STATE } from "./limits.ts";
import type { Session } from "./session.ts";

const NOW = 1_795_428_000_000;

type Nodes = Record<string, [string, Record<string, unknown>]>;
const api: [string, Record<string, unknown>] = ["entry", { trigger: { kind: "api" } }];
const keyword: [string, Record<string, unknown>] = ["entry", { trigger: { kind: "keyword", words: ["go"] } }];
const text = (body: string): [string, Record<string, unknown>] => ["text", { text: body }];
const set = (...pairs: [string, string][]): [string, Record<string, unknown>] => [
  "set",
  { assignments: pairs.map(([variable, value]) => ({ variable, value })) },
];

const flow = (nodes: Nodes, edges: string[], more: Partial<FlowDocument> = {}) =>
  flowOf("f", { entry: api, ...nodes }, edges, more);

const spoken: Ledger = rebuildLedger([{ kind: "interaction", at: NOW, channel: "c1" }]);

function environment(document: FlowDocument, now = NOW, ledger: Ledger = spoken): Environment {
  return {
    flow: compileFlow(document, nodeType),
    now,
    contact: { name: "Asha", phone: "+5511900000001", timeZone: "UTC", fields: { city: "Recife" } },
    caps: { ledger, policy: DEFAULT_POLICY, queued: [], channel: "c1", toUnitedStates: false },
  };
}

function fresh(more: Partial<Session> = {}): Session {
  return {
    id: "s1",
    contact: "p1",
    channel: "c1",
    flow: "f",
    revision: 1,
    status: "running",
    node: "entry",
    entry: "entry",
    wait: null,
    variables: {},
    turn: 0,
    generation: 0,
    seed: 7,
    startedAt: NOW,
    ...more,
  };
}

const start = (document: FlowDocument, ledger?: Ledger): Turn =>
  advance(fresh(), { kind: "started" }, environment(document, NOW, ledger));
const reply = (content: IncomingContent | string): SessionEvent => ({
  kind: "reply-received",
  message: {
    wamid: "w",
    at: NOW,
    from: {},
    content: typeof content === "string" ? { kind: "text", text: content } : content,
  },
});
const sentTexts = (turn: Turn) =>
  turn.commands.flatMap((command) =>
    command.kind === "send-message" && command.request.content.kind === "text" ? [command.request.content.text] : [],
  );

const question: Nodes = {
  ask: ["buttons", { body: "Well?", buttons: [{ id: "y", title: "Yes" }], variable: "said", timeout: "PT2H" }],
  yes: text("Good"),
};
const asking = flow(question, ["entry next ask", "ask button:y yes"]);

describe("turns", () => {
  test("E-1 from the event to the next wait; the session given is not changed", () => {
    const before = Object.freeze(fresh());
    const { session, trace } = advance(before, { kind: "started" }, environment(asking));
    expect(before).toEqual(fresh());
    expect(session).toMatchObject({
      node: "ask",
      wait: { for: "answer", until: NOW + 2 * HOUR, message: "s1:1:0", since: NOW },
    });
    expect(trace.map((line) => `${line.code} ${line.node}`)).toEqual([
      "entered entry",
      "left entry",
      "entered ask",
      "waits ask",
    ]);
  });

  test("E-6 a visit clears the wait, and the session goes on along the edge of the port it leaves by", () => {
    const { session } = advance(start(asking).session, reply("Yes"), environment(asking));
    expect(session).toMatchObject({ node: "yes", wait: null, status: "ended", variables: { said: "Yes" } });
    const moved = advance(start(asking).session, { kind: "moved", node: "yes" }, environment(asking));
    expect(moved.session).toMatchObject({ node: "yes", wait: null });
    expect(sentTexts(moved)).toEqual(["Good"]);
  });

  test("E-2 ids are session:turn:n", () => {
    const turn = start(flow({ a: text("A"), b: text("B") }, ["entry next a", "a next b"]));
    expect(turn.commands.map((command) => command.kind === "send-message" && command.id)).toEqual(["s1:1:0", "s1:1:1"]);
  });

  test("E-2 chance comes from seed, turn and draw", () => {
    expect(chanceAt(7, 1, 0)).toBe(chanceAt(7, 1, 0));
    expect(new Set([chanceAt(7, 1, 0), chanceAt(7, 1, 1), chanceAt(7, 2, 0), chanceAt(8, 1, 0)]).size).toBe(4);
    const draws = Array.from({ length: 10_000 }, (_, draw) => chanceAt(seedOf("s1"), 1, draw));
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    expect(Math.abs(draws.reduce((sum, draw) => sum + draw, 0) / draws.length - 0.5)).toBeLessThan(0.02);
  });

  const waiting = start(asking).session;
  test.each<[string, Session, SessionEvent]>([
    ["an ended session", { ...waiting, status: "ended", reason: "finished", wait: null }, reply("Yes")],
    ["a wake where nothing waits", { ...waiting, wait: null }, reply("Yes")],
    ["a timer of an older generation", waiting, { kind: "timer-fired", generation: waiting.generation - 1 }],
    ["a timer of a later generation", waiting, { kind: "timer-fired", generation: waiting.generation + 1 }],
    ["news of another message", waiting, { kind: "message-refused", message: "s1:0:0", reason: "window-closed" }],
    ["an event the node ignores", waiting, { kind: "released" }],
    [
      "a late tap on a port that leads nowhere",
      waiting,
      {
        kind: "late-tap-received",
        node: "ask",
        port: "other",
        message: { wamid: "w", at: NOW, from: {}, content: { kind: "text", text: "x" } },
      },
    ],
    ["an answer that keeps it waiting (E-11)", waiting, reply("What?")],
  ])("E-4 not for it: %s", (_, session, event) => {
    const turn = advance(session, event, environment(asking));
    expect(turn.session).toBe(session);
    expect(turn).toMatchObject({ commands: [], trace: [] });
  });

  test("E-5 turn and generation", () => {
    const first = start(asking).session;
    expect(first).toMatchObject({ turn: 1, generation: 3 });
    const second = advance(first, reply("Yes"), environment(asking)).session;
    expect(second).toMatchObject({ turn: 2, generation: 5, status: "ended" });
  });
});

describe("events", () => {
  test("variables-set sets variables, and nothing else", () => {
    const before = start(asking).session;
    const { session, commands } = advance(
      before,
      { kind: "variables-set", variables: { size: "L" } },
      environment(asking),
    );
    expect(session).toEqual({ ...before, turn: 2, variables: { size: "L" } });
    expect(commands).toEqual([]);
  });

  test("moved visits that node, stopped ends with its reason", () => {
    const before = start(asking).session;
    const moved = advance(before, { kind: "moved", node: "yes" }, environment(asking));
    expect(sentTexts(moved)).toEqual(["Good"]);
    const { session } = advance(before, { kind: "stopped", reason: "stopped by Bo" }, environment(asking));
    expect(session).toMatchObject({ status: "ended", reason: "stopped by Bo", wait: null });
  });

  test("late-tap-received goes on behind that port, wherever the session stands", () => {
    const resting = flow({ ...question, rest: ["delay", { duration: "P2D" }] }, [
      "entry next ask",
      "ask button:y yes",
      "ask timeout rest",
    ]);
    const first = start(resting).session;
    const rested = advance(
      first,
      { kind: "timer-fired", generation: first.generation },
      environment(resting, NOW + 2 * HOUR),
    ).session;
    expect(rested.node).toBe("rest");
    const message = { wamid: "w", at: NOW, from: {}, content: { kind: "text" as const, text: "Yes" } };
    const turn = advance(
      rested,
      { kind: "late-tap-received", node: "ask", port: "button:y", message },
      environment(resting),
    );
    expect(sentTexts(turn)).toEqual(["Good"]);
  });
});

describe("visits", () => {
  test.each<[string, Nodes, string[], string]>([
    ["E-7 next without an edge", { a: text("A") }, ["entry next a"], "finished"],
    [
      "E-7 another port without an edge",
      { a: ["condition", { branches: [{ id: "x", when: "true" }] }] },
      ["entry next a"],
      "branch:x",
    ],
    ["E-7 an end in its own words", { a: ["end", { reason: " sold " }] }, ["entry next a"], "sold"],
    ["E-7 an end without words", { a: ["end", {}] }, ["entry next a"], "finished"],
    ["E-7 an edge to nowhere is no edge", {}, ["entry next nowhere"], "finished"],
    ["E-8 a node that nobody visits", { a: ["note", { text: "" }] }, ["entry next a"], "node-gone"],
    [
      "E-9 a loop of nothing",
      { a: set(["n", "1"]), b: set(["n", "2"]) },
      ["entry next a", "a next b", "b next a"],
      "endless-turn",
    ],
    ["E-9 a loop of messages", { a: text("Hello") }, ["entry next a", "a next a"], "endless-turn"],
  ])("%s ends it as %s", (_, nodes, edges, reason) => {
    expect(start(flow(nodes, edges)).session).toMatchObject({ status: "ended", reason, wait: null });
  });

  test("E-8 a node that is not there", () => {
    const moved = advance(start(asking).session, { kind: "moved", node: "nowhere" }, environment(asking));
    expect(moved.session).toMatchObject({ status: "ended", reason: "node-gone" });
    const gone = advance({ ...start(asking).session, node: "nowhere" }, reply("Yes"), environment(asking));
    expect(gone.session).toMatchObject({ status: "ended", reason: "node-gone" });
  });

  test("E-9 none of an endless turn's commands is carried out", () => {
    expect(start(flow({ a: text("Hello") }, ["entry next a", "a next a"])).commands).toEqual([]);
  });

  test("E-9 as many messages as WhatsApp lends are no loop", () => {
    const names = Array.from({ length: MOST_MESSAGES }, (_, index) => `t${index}`);
    const nodes = Object.fromEntries(names.map((name) => [name, text(name)]));
    const edges = ["entry next t0", ...names.slice(1).map((name, index) => `t${index} next ${name}`)];
    const turn = start(flow(nodes, edges));
    expect(turn.session.reason).toBe("finished");
    expect(turn.commands).toHaveLength(MOST_MESSAGES);
  });
});

describe("waits", () => {
  test("E-10 since stays while the same visit waits for the same", () => {
    const asks = flow({ ask: ["ask", { text: "How many?", answer: "number", variable: "n" }] }, ["entry next ask"]);
    const first = start(asks).session;
    const again = advance(first, reply("many"), environment(asks, NOW + HOUR)).session;
    expect(again.wait).toMatchObject({ since: NOW, until: NOW + HOUR + 3 * DAY, state: 2 });
    expect(again.wait?.message).not.toBe(first.wait?.message);
  });

  test("E-11 an unconnected other keeps waiting, a connected one is taken", () => {
    const before = start(asking).session;
    expect(advance(before, reply("hm"), environment(asking)).session).toBe(before);
    const connected = flow(question, ["entry next ask", "ask other yes"]);
    const turn = advance(start(connected).session, reply("hm"), environment(connected));
    expect(turn.session.variables).toEqual({ said: "hm" });
    expect(sentTexts(turn)).toEqual(["Good"]);
  });
});

describe("commands", () => {
  const marketing = flow(
    { a: ["template", { name: "t", language: "en", whenHeld: "leave" }], gone: text("Later then") },
    ["entry next a", "a expired gone", "a delivered b"],
    {
      templates: [templateOf("t", ["Yes", "No"])],
    },
  );

  test("E-13 the gate is asked, and its decision goes with the message", () => {
    const [command] = start(marketing).commands;
    expect(command).toMatchObject({
      kind: "send-message",
      node: "a",
      decision: { kind: "send", as: "interactive", rule: "D3" },
    });
  });

  test("E-13 refused: no message, and the node leaves", () => {
    const turn = start(
      flow({ a: text("Hi"), b: ["end", { reason: "closed" }] }, ["entry next a", "a window-closed b"]),
      EMPTY_LEDGER,
    );
    expect(turn).toMatchObject({ commands: [], session: { reason: "closed" } });
    expect(turn.trace).toContainEqual({ code: "send-refused", node: "a", reason: "window-closed", rule: "D9" });
  });

  test("E-13 would be held, and the node does not wait", () => {
    const held = rebuildLedger([
      { kind: "counted", at: NOW - HOUR, attempt: "a", message: "m", name: "x", flow: null, template: true },
    ]);
    const turn = start(marketing, held);
    expect(turn.commands).toEqual([]);
    expect(turn.trace).toContainEqual({ code: "send-refused", node: "a", reason: "would-hold", rule: "D2" });
  });

  test("E-14 marketing that others have queued counts, and is named", () => {
    const waits = flow({ a: ["template", { name: "t", language: "en" }] }, ["entry next a"], {
      templates: [templateOf("t", ["Yes"])],
    });
    const queued = environment(waits);
    queued.caps.queued = [{ message: "m", name: "Last hours", flow: "Sale" }];
    expect(advance(fresh(), { kind: "started" }, queued).commands[0]).toMatchObject({
      decision: { kind: "hold", rule: "D2", after: { name: "Last hours", flow: "Sale", at: null } },
    });
  });

  test("E-15 payloads name the message, on template and twin", () => {
    const [command] = start(marketing).commands;
    if (command?.kind !== "send-message") throw new Error("nothing was sent");
    const { content, twin } = command.request;
    expect(content.kind === "template" && content.shown.buttons.map((button) => button.payload)).toEqual([
      "s1:1:0/0",
      "s1:1:0/1",
    ]);
    expect(twin?.kind === "buttons" && twin.buttons.map((button) => button.id)).toEqual(["s1:1:0/0", "s1:1:0/1"]);
  });

  test("E-16 a field that was set is seen by what follows", () => {
    const turn = start(
      flow(
        {
          a: set(["contact.city", "Olinda"], ["contact.name", "Bia"]),
          b: text("{{ contact.name }} in {{ contact.city }}"),
        },
        ["entry next a", "a next b"],
      ),
    );
    expect(turn.commands.slice(0, 2)).toEqual([
      { kind: "set-field", name: "city", value: "Olinda" },
      { kind: "set-field", name: "name", value: "Bia" },
    ]);
    expect(sentTexts(turn)).toEqual(["Bia in Olinda"]);
  });

  test("E-17 a hand-off carries team and note", () => {
    const turn = start(flow({ a: ["handoff", { team: "Sales", note: "{{ contact.name }} asks" }] }, ["entry next a"]));
    expect(turn.commands).toEqual([{ kind: "hand-off", team: "Sales", note: "Asha asks" }]);
    expect(turn.session.wait).toMatchObject({ for: "agent", until: NOW + 3 * DAY });
  });
});

describe("variables and expressions", () => {
  test("E-18 what would pass the limit is not set, with a note", () => {
    const before = start(asking).session;
    const large = "x".repeat(MOST_STATE);
    const turn = advance(before, { kind: "variables-set", variables: { large, small: "y" } }, environment(asking));
    expect(turn.session.variables).toEqual({ small: "y" });
    expect(turn.trace).toContainEqual({ code: "note", node: "ask", reason: "state-too-large", detail: "large" });
  });

  test("E-18 a node that remembers too much ends the session, and nothing is sent", () => {
    const doubling = flow(
      {
        hi: text("Hi"),
        a: set(
          ["big", "{{ default(big, 'xxxxxxxx') & default(big, 'xxxxxxxx') }}"],
          ["copy", "{{ big }}"],
          ["more", "{{ big }}"],
        ),
        b: ["wait-for-reply", {}],
      },
      ["entry next hi", "hi next a", "a next b", "b reply hi"],
    );
    let turn = start(doubling);
    for (let turns = 0; turn.session.status === "running" && turns < 30; turns += 1)
      turn = advance(turn.session, reply("more"), environment(doubling));
    expect(turn.session).toMatchObject({ status: "ended", reason: "session-too-large", wait: null });
    expect(turn.commands).toEqual([]);
    expect(JSON.stringify(turn.session).length).toBeLessThan(MOST_STATE + 1_000);
  });

  test("E-18 names that are JavaScript's own are nobody's variables", () => {
    const variables = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": 1 }') as Record<string, Json>;
    const { session } = advance(start(asking).session, { kind: "variables-set", variables }, environment(asking));
    expect(Object.keys(session.variables)).toEqual(["constructor"]);
    expect(Object.getPrototypeOf(session.variables)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("E-18 many small ones are measured too", () => {
    const variables = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`v${index}`, "x".repeat(1_000)]));
    const { session } = advance(start(asking).session, { kind: "variables-set", variables }, environment(asking));
    expect(JSON.stringify(session.variables).length).toBeLessThanOrEqual(MOST_STATE);
  });

  test("E-19 what cannot be computed is empty, with a note that says where", () => {
    const turn = start(flow({ a: text("Price: {{ 'a' * 2 }}!") }, ["entry next a"]));
    expect(sentTexts(turn)).toEqual(["Price: !"]);
    expect(turn.trace.find((line) => line.reason === "expression")).toMatchObject({
      node: "a",
      detail: expect.stringContaining("*"),
    });
  });

  test("E-20 set keeps the kind of one expression alone", () => {
    const turn = start(
      flow(
        {
          a: set(
            ["n", "{{ 1 + 1 }}"],
            ["t", "{{ 1 + 1 }}!"],
            ["list", '{{ [1, "}}"] }}'],
            ["plain", "{ 1 }"],
            ["none", "{{ nothing }}"],
          ),
        },
        ["entry next a"],
      ),
    );
    expect(turn.session.variables).toEqual({ n: 2, t: "2!", list: [1, "}}"], plain: "{ 1 }", none: null });
  });

  test("the rule of an ask sees the answer, and leaves no trace of it", () => {
    const asks = flow(
      { ask: ["ask", { text: "How many?", answer: "number", variable: "n", rule: "answer > limit" }] },
      ["entry next ask"],
    );
    const before = advance(
      start(asks).session,
      { kind: "variables-set", variables: { limit: 3, answer: "mine" } },
      environment(asks),
    ).session;
    expect(advance(before, reply("3"), environment(asks)).session).toMatchObject({
      node: "ask",
      variables: { answer: "mine" },
    });
    expect(advance(before, reply("4"), environment(asks)).session.variables).toEqual({
      limit: 3,
      answer: "mine",
      n: 4,
    });
  });
});

test("a flow with an unknown type, or a config its type refuses, never becomes a revision", () => {
  const document = flow({}, []);
  const broken = (type: string, config: Record<string, unknown>) => () =>
    compileFlow({ ...document, nodes: [{ id: "x", type, config }] }, nodeType);
  expect(broken("carousel", {})).toThrow("node x: unknown type carousel");
  expect(broken("text", {})).toThrow();
});

test("keyword entries start like any other", () => {
  expect(start(flow({ entry: keyword, a: text("Hi") }, ["entry next a"])).session.reason).toBe("finished");
});
