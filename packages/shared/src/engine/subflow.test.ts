/** Flows that call flows: E-21 to E-28 of docs/engine-spec.md. */
import { describe, expect, test } from "vitest";
import { rebuildLedger } from "../caps/ledger.ts";
import { DEFAULT_POLICY } from "../caps/policy.ts";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf } from "../flow/test-flow.ts";
import { nodeType } from "../nodes/registry.ts";
import { HOUR } from "../time/duration.ts";
import { advance, type Turn } from "./advance.ts";
import { type CompiledFlow, compileFlow } from "./compile-flow.ts";
import type { Environment } from "./environment.ts";
import type { SessionEvent } from "./event.ts";
import { MOST_CALLS, MOST_STATE } from "./limits.ts";
import type { Session } from "./session.ts";

const NOW = 1_795_428_000_000;

type Node = [string, Record<string, unknown>];
const api: Node = ["entry", { trigger: { kind: "api" } }];
const keyword: Node = ["entry", { trigger: { kind: "keyword", words: ["go"] } }];
const text = (body: string): Node => ["text", { text: body }];
const call = (flow: string, more: object = {}): Node => ["subflow", { flow, ...more }];
const question: Node = ["ask", { text: "Which?", answer: "text", variable: "answer", timeout: "PT1H" }];
const end = (reason: string): Node => ["end", { reason }];

/** `revisions` of each flow; the last one is published. */
class Flows {
  readonly revisions: Record<string, CompiledFlow[]> = {};
  paused: string[] = [];

  constructor(...documents: FlowDocument[]) {
    for (const document of documents) this.publish(document);
  }

  publish(document: FlowDocument): void {
    const known = this.revisions[document.id] ?? [];
    this.revisions[document.id] = [...known, compileFlow(document, nodeType, known.length + 1)];
  }

  environment(now = NOW): Environment {
    const flow = this.revisions["main"]?.[0];
    if (!flow) throw new Error("there is no flow main");
    return {
      flow,
      now,
      contact: { name: "Asha", phone: "+5511900000001", timeZone: "UTC", fields: {} },
      caps: {
        ledger: rebuildLedger([{ kind: "interaction", at: NOW, channel: "c1" }]),
        policy: DEFAULT_POLICY,
        queued: [],
        channel: "c1",
        toUnitedStates: false,
      },
      flows: {
        published: (id) => (this.paused.includes(id) ? undefined : this.revisions[id]?.at(-1)),
        revision: (id, revision) => this.revisions[id]?.[revision - 1],
      },
    };
  }

  start(): Turn {
    return this.turn(fresh(), { kind: "started" });
  }

  /** Through JSON, as the store does it. */
  turn(session: Session, event: SessionEvent, now = NOW): Turn {
    const read = JSON.parse(JSON.stringify(session)) as Session;
    return advance(read, event, this.environment(now));
  }
}

function fresh(): Session {
  return {
    id: "s1",
    contact: "p1",
    channel: "c1",
    flow: "main",
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
  };
}

const says = (words: string): SessionEvent => ({
  kind: "reply-received",
  message: { wamid: "w", at: NOW, from: {}, content: { kind: "text", text: words } },
});
const texts = (turn: Turn) =>
  turn.commands.flatMap((command) =>
    command.kind === "send-message" && command.request.content.kind === "text" ? [command.request.content.text] : [],
  );

const main = (...more: string[]) =>
  flowOf(
    "main",
    {
      entry: api,
      call: call("inner", {
        inputs: [{ variable: "about", value: "{{ topic | default('shoes') }}" }],
        outputs: [{ variable: "wish", value: "{{ answer }}" }],
      }),
      thanks: text("{{ wish }} it is"),
      sorry: text("Another time"),
    },
    ["entry next call", "call returned thanks", "call failed sorry", ...more],
  );
const inner = (first: Node = text("About {{ about }}"), ...edges: string[]) =>
  flowOf("inner", { entry: api, first, ask: question }, ["entry next first", "first next ask", ...edges]);

describe("calls", () => {
  test("E-21 the entry for calls, else the first entry", () => {
    const entries = flowOf("inner", { other: keyword, entry: api, a: text("a"), b: text("b") }, [
      "other next a",
      "entry next b",
    ]);
    expect(texts(new Flows(main(), entries).start())).toContain("b");
    const keywordOnly = flowOf("inner", { note: ["note", { text: "" }], other: keyword, a: text("a") }, [
      "other next a",
    ]);
    expect(texts(new Flows(main(), keywordOnly).start())).toContain("a");
  });

  test("E-21 what was published when it was called runs to its end, whatever is published meanwhile", () => {
    const flows = new Flows(main(), inner());
    const { session } = flows.start();
    expect(session.frames).toMatchObject([{ flow: "inner", revision: 1, node: "ask" }]);
    flows.publish(inner(text("New words")));
    flows.paused = ["inner"];
    expect(texts(flows.turn(session, says("sandals")))).toEqual(["sandals it is"]);
    flows.paused = [];
    expect(texts(flows.start())[0]).toBe("New words");
  });

  test("E-22 a called flow sees what it is handed and no more, and leaves nothing but its outputs", () => {
    const flows = new Flows(main(), inner(["set", { assignments: [{ variable: "seen", value: "{{ topic }}" }] }]));
    const started = flows.turn({ ...fresh(), variables: { topic: "boots", answer: "mine" } }, { kind: "started" });
    expect(started.session.variables).toEqual({ topic: "boots", answer: "mine" });
    expect(started.session.frames?.[0]?.variables).toEqual({ about: "boots", seen: null });
    const { session } = flows.turn(started.session, says("sandals"));
    expect(session.variables).toEqual({ topic: "boots", answer: "mine", wish: "sandals" });
  });

  test("E-23 the session stands at the node that called, the wait is the called flow's", () => {
    const { session } = new Flows(main(), inner()).start();
    expect(session).toMatchObject({ flow: "main", node: "call", wait: { for: "answer", until: NOW + HOUR } });
    expect(new Flows(main(), inner()).turn(session, says("x")).session).not.toHaveProperty("frames");
  });

  test.each<[string, Node, string[], string]>([
    ["an end node", end("whatever"), [], "it is"],
    ["an ordinary port without an edge", text("Bye"), [], "it is"],
    ["a trouble port without an edge", ["template", { name: "none", language: "en" }], [], "Another time"],
  ])("E-24 %s", (_, last, edges, said) => {
    const flow = flowOf("inner", { entry: api, last }, ["entry next last", ...edges]);
    expect(texts(new Flows(main(), flow).start()).at(-1)).toContain(said);
  });

  test("E-24 a timeout without an edge has failed", () => {
    const flows = new Flows(main(), inner());
    const { session } = flows.start();
    const turn = flows.turn(session, { kind: "timer-fired", generation: session.generation }, NOW + HOUR);
    expect(texts(turn)).toEqual(["Another time"]);
    expect(turn.trace).toContainEqual({
      code: "note",
      node: "call",
      reason: "subflow-failed",
      detail: "inner: timeout",
    });
  });

  test("E-24 a flow that is not published, is paused or has no entry", () => {
    expect(texts(new Flows(main()).start())).toEqual(["Another time"]);
    const flows = new Flows(main(), inner());
    flows.paused = ["inner"];
    expect(texts(flows.start())).toEqual(["Another time"]);
    expect(texts(new Flows(main(), flowOf("inner", { a: text("a") }, [])).start())).toEqual(["Another time"]);
  });

  test("E-24 without flows at hand every call fails", () => {
    const { flows: _, ...alone } = new Flows(main(), inner()).environment();
    expect(texts(advance(fresh(), { kind: "started" }, alone))).toEqual(["Another time"]);
  });
});

describe("bounds", () => {
  const round = (id: string, other: string, first: Node = text(id)) =>
    flowOf(id, { entry: api, first, call: call(other) }, ["entry next first", "first next call"]);

  test.each([
    ["one that calls itself", [round("main", "main")]],
    ["two that call one another", [round("main", "b"), round("b", "main")]],
    ["three in a ring", [round("main", "b"), round("b", "c"), round("c", "main")]],
  ])("E-25 %s ends with a reason, and nothing is sent", (_, documents) => {
    const turn = new Flows(...documents).start();
    expect(turn.session).toMatchObject({ status: "ended", reason: "subflows-too-deep", wait: null, node: "call" });
    expect(turn.session).not.toHaveProperty("frames");
    expect(turn.commands).toEqual([]);
  });

  test("E-25 a ring with a wait in it ends at the same depth", () => {
    const flows = new Flows(
      flowOf("main", { entry: api, wait: ["wait-for-reply", {}], call: call("main") }, [
        "entry next wait",
        "wait reply call",
      ]),
    );
    let { session } = flows.start();
    let turns = 0;
    for (; session.status === "running"; turns += 1) session = flows.turn(session, says("again")).session;
    expect([turns, session.reason]).toEqual([MOST_CALLS + 1, "subflows-too-deep"]);
  });

  test("E-9 visits are counted over all flows of a turn", () => {
    const loop = flowOf("main", { entry: api, call: call("b") }, ["entry next call", "call returned call"]);
    const turn = new Flows(loop, flowOf("b", { entry: api }, [])).start();
    expect(turn.session.reason).toBe("endless-turn");
  });

  test("E-18 all flows of a session share one limit", () => {
    const half = "x".repeat(MOST_STATE / 2);
    const flow = flowOf("main", { entry: api, call: call("b", { inputs: [{ variable: "c", value: "{{ big }}" }] }) }, [
      "entry next call",
    ]);
    const asks = flowOf("b", { entry: api, ask: question }, ["entry next ask"]);
    const turn = new Flows(flow, asks).turn({ ...fresh(), variables: { big: half } }, { kind: "started" });
    expect(turn.session).toMatchObject({ status: "ended", reason: "session-too-large" });
    expect(turn.commands).toEqual([]);
    const small = new Flows(flow, asks).turn(
      { ...fresh(), variables: { big: "x".repeat(9_000) } },
      { kind: "started" },
    );
    expect(small.session.status).toBe("running");
  });
});

describe("what others see of it", () => {
  test("E-26 messages and lines of a called flow say which flow and revision", () => {
    const turn = new Flows(main(), inner()).start();
    expect(turn.commands[0]).toMatchObject({ kind: "send-message", node: "first", flow: "inner", revision: 1 });
    expect(turn.trace).toContainEqual({ code: "entered", node: "ask", flow: "inner", revision: 1 });
    expect(turn.trace).toContainEqual({ code: "called", node: "call", detail: "inner" });
    expect(turn.trace.find((line) => line.node === "entry")).not.toHaveProperty("flow");
  });

  test("E-27 moved leaves every call; so does an end from outside", () => {
    const flows = new Flows(main(), inner());
    const { session } = flows.start();
    const moved = flows.turn(session, { kind: "moved", node: "sorry" });
    expect(texts(moved)).toEqual(["Another time"]);
    expect(moved.session).not.toHaveProperty("frames");
    expect(flows.turn(session, { kind: "stopped", reason: "stopped by Bo" }).session).toMatchObject({
      status: "ended",
      reason: "stopped by Bo",
      node: "call",
    });
  });

  test("E-27 a late tap goes back to the flow whose message it was", () => {
    const menu: Node = ["buttons", { body: "?", buttons: [{ id: "y", title: "Yes" }], timeout: "PT1H" }];
    const flows = new Flows(
      flowOf("main", { entry: api, menu, call: call("inner"), yes: text("Yes then") }, [
        "entry next menu",
        "menu button:y yes",
        "menu timeout call",
      ]),
      inner(),
    );
    const asked = flows.start().session;
    const { session } = flows.turn(asked, { kind: "timer-fired", generation: asked.generation }, NOW + HOUR);
    expect(session.frames).toHaveLength(1);
    const tap = (flow: string): SessionEvent => ({
      kind: "late-tap-received",
      flow,
      node: "menu",
      port: "button:y",
      message: { wamid: "w", at: NOW, from: {}, content: { kind: "tap", on: "button", id: "y", title: "Yes" } },
    });
    expect(texts(flows.turn(session, tap("main")))).toEqual(["Yes then"]);
    expect(flows.turn(session, tap("elsewhere"))).toMatchObject({ commands: [], trace: [] });
  });

  test("E-28 a revision that is gone ends the session", () => {
    const flows = new Flows(main(), inner());
    const { session } = flows.start();
    delete flows.revisions["inner"];
    expect(flows.turn(session, says("x")).session).toMatchObject({ status: "ended", reason: "revision-gone" });
  });
});

test("E-29 go-to goes on at the node it names", () => {
  const flow = flowOf("main", { entry: api, jump: ["go-to", { node: "hi" }], hi: text("Hi") }, ["entry next jump"]);
  const turn = new Flows(flow).start();
  expect(texts(turn)).toEqual(["Hi"]);
  const around = flowOf("main", { entry: api, a: ["go-to", { node: "b" }], b: ["go-to", { node: "a" }] }, [
    "entry next a",
  ]);
  expect(new Flows(around).start().session.reason).toBe("endless-turn");
});
