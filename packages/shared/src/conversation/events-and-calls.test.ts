/** Events between sessions and answers of other systems: E-30 to E-34 of docs/engine-spec.md. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import type { HttpResult } from "../nodes/definition.ts";
import { HOUR } from "../time/duration.ts";
import type { PlanResult } from "./plan.ts";
import { TestWorld } from "./test-world.ts";

type Node = [string, Record<string, unknown>];
const api: Node = ["entry", { trigger: { kind: "api" } }];
const wait = (name: string): Node => ["wait-for-event", { name, variable: "data", timeout: "P1D" }];
const tell = (name: string): Node => ["event", { name, data: { total: "{{ 3 * 4 }}" } }];

const waiter = (id: string, name: string): FlowDocument =>
  flowOf(id, { entry: api, wait: wait(name), done: ["text", { text: `${id} heard {{ data.total }}` }] }, [
    "entry next wait",
    "wait event done",
  ]);

function spoken(...flows: FlowDocument[]): TestWorld {
  const world = new TestWorld(...flows);
  world.says("hello");
  return world;
}

const raised = (world: TestWorld, name: string, data = { total: 7 }): PlanResult =>
  world.does({ kind: "event-raised", channel: "c1", name, data, by: "the API" });

describe("events", () => {
  test("E-30 every session that waits for it goes on, and no other", () => {
    const world = spoken(waiter("a", "paid"), waiter("b", "paid"), waiter("c", "sent"));
    for (const flow of ["a", "b", "c"]) world.start(flow);
    const sessions = [world.session("a").id, world.session("b").id];
    expect(raised(world, "paid")).toEqual({ kind: "raised", sessions });
    expect(world.phone).toEqual(["free-form: a heard 7", "free-form: b heard 7"]);
    expect(world.at("c")).toBe("at wait");
    expect(world.codes()).toContain("event-raised");
  });

  test("E-30 what happened before is not heard, and is told all the same", () => {
    const world = spoken(waiter("a", "paid"));
    expect(raised(world, "paid")).toEqual({ kind: "raised", sessions: [] });
    world.start("a");
    expect(world.at("a")).toBe("at wait");
  });

  test("E-30 a flow tells others, not itself", () => {
    const teller = flowOf("teller", { entry: api, tell: tell("paid"), wait: wait("paid") }, [
      "entry next tell",
      "tell next wait",
    ]);
    const world = spoken(waiter("a", "paid"), teller);
    world.start("a");
    world.start("teller");
    expect(world.phone).toEqual(["free-form: a heard 12"]);
    expect(world.at("teller")).toBe("at wait");
  });

  test("E-31 flows that wake one another in circles come to an end", () => {
    const echo = (id: string, hears: string, tells: string) =>
      flowOf(id, { entry: api, wait: wait(hears), tell: tell(tells) }, [
        "entry next wait",
        "wait event tell",
        "tell next wait",
      ]);
    const world = spoken(echo("ping", "ping", "pong"), echo("pong", "pong", "ping"));
    world.start("ping");
    world.start("pong");
    raised(world, "ping");
    const ends = [world.at("ping"), world.at("pong")];
    expect(ends).toContain("ended: endless-turn");
  });

  test("the timer still counts: not happened in time", () => {
    const world = spoken(waiter("a", "paid"));
    world.start("a");
    world.wait(25 * HOUR);
    expect(world.at("a")).toBe("ended: timeout");
  });
});

describe("calls to other systems", () => {
  const asks = flowOf(
    "asks",
    {
      entry: api,
      look: ["http", { method: "GET", url: "https://shop.example/1", save: [{ path: "price", variable: "price" }] }],
      good: ["text", { text: "It costs {{ price }}" }],
      bad: ["text", { text: "Ask us later" }],
    },
    ["entry next look", "look ok good", "look failed bad"],
  );
  const answered = (world: TestWorld, result: HttpResult, call = world.session().wait?.call?.id ?? "") =>
    world.does({ kind: "http-returned", session: world.session().id, call, result });

  test("E-32 the call stands in the session until it is answered", () => {
    const world = spoken(asks);
    world.start();
    const { id, wait } = world.session();
    expect(wait).toMatchObject({ for: "http", until: null, call: { id: `${id}:1:0`, url: "https://shop.example/1" } });
    world.says("Well?");
    expect(world.codes()).toContain("to-inbox");
    expect(answered(world, { status: 200, body: { price: 3 } })).toEqual({ kind: "done" });
    expect(world.phone).toEqual(["free-form: It costs 3"]);
  });

  test.each<[string, HttpResult]>([
    ["a refusal", { status: 500, body: null }],
    ["nothing", { error: "It did not answer within 10 s." }],
  ])("E-34 %s leaves by failed, with a line that says why", (_, result) => {
    const world = spoken(asks);
    world.start();
    answered(world, result);
    expect(world.phone).toEqual(["free-form: Ask us later"]);
    expect(world.log.find((entry) => entry.code === "note")?.params).toMatchObject({ reason: "http-failed" });
  });

  test("E-32 an answer that comes twice, or to another call, changes nothing", () => {
    const world = spoken(asks);
    world.start();
    const call = world.session().wait?.call?.id ?? "";
    expect(answered(world, { status: 200, body: {} }, "another")).toEqual({ kind: "unknown-subject" });
    answered(world, { status: 200, body: { price: 3 } });
    expect(answered(world, { status: 200, body: { price: 4 } }, call)).toEqual({ kind: "unknown-subject" });
    expect(world.phone).toEqual(["free-form: It costs 3"]);
  });
});

describe("messages of called flows", () => {
  const caller = flowOf("caller", { entry: api, call: ["subflow", { flow: "offer" }] }, ["entry next call"]);
  const offer = flowOf(
    "offer",
    { entry: api, offer: ["template", { name: "sale", language: "en" }], yes: ["text", { text: "Good" }] },
    ["entry next offer", "offer button:0 yes"],
    { templates: [templateOf("sale", ["Yes", "No"])] },
  );

  test("E-26 a message of a called flow belongs to that flow, wakes its session and can be answered", () => {
    const world = spoken(caller, offer);
    world.start("caller");
    expect(world.message("offer").origin).toMatchObject({ flow: "offer", flowName: "offer", revision: 1 });
    expect(world.session("caller")).toMatchObject({ node: "call", frames: [{ flow: "offer", node: "offer" }] });
    world.taps("Yes");
    expect(world.phone.at(-1)).toBe("free-form: Good");
    expect(world.at("caller")).toBe("ended: returned");
  });

  test("E-27 a tap on a message of a flow that has returned is an interaction only", () => {
    const world = spoken(
      flowOf("caller", { entry: api, call: ["subflow", { flow: "menu" }], rest: ["delay", { duration: "P2D" }] }, [
        "entry next call",
        "call failed rest",
      ]),
      flowOf(
        "menu",
        {
          entry: api,
          menu: ["buttons", { body: "?", buttons: [{ id: "y", title: "Yes" }], timeout: "PT1H" }],
          yes: ["text", { text: "Yes" }],
        },
        ["entry next menu", "menu button:y yes"],
      ),
    );
    world.start("caller");
    world.wait(2 * HOUR);
    expect(world.at("caller")).toBe("at rest");
    world.taps("Yes");
    expect(world.at("caller")).toBe("at rest");
    expect(world.phone).toHaveLength(1);
  });
});

test("E-18 a start with more than a session holds is refused with a sentence", () => {
  const world = spoken(waiter("a", "paid"));
  const variables = { big: "x".repeat(70_000) };
  const event = {
    kind: "session-requested",
    channel: "c1",
    flow: "a",
    revision: 1,
    entry: "entry",
    by: "api",
  } as const;
  expect(world.does({ ...event, variables })).toMatchObject({ kind: "refused", reason: "session-too-large" });
  expect(world.sessions.size).toBe(0);
});
