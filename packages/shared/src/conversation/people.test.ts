/** What people at work do. */
import { describe, expect, test } from "vitest";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { CAPPED, START, TestWorld } from "./test-world.ts";

const text = (body: string): [string, Record<string, unknown>] => ["text", { text: body }];

const support = () =>
  flowOf(
    "support",
    {
      entry: ["entry", { trigger: { kind: "keyword", words: ["help"] } }],
      hand: ["handoff", { team: "Sales", note: "{{ contact.name }} asks", timeout: "PT4H" }],
      thanks: text("Was that all?"),
      busy: text("Nobody is free."),
    },
    ["entry next hand", "hand released thanks", "hand timeout busy"],
  );

const offers = () =>
  flowOf(
    "offers",
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      one: ["template", { name: "one", language: "en", timeout: "PT2H" }],
      two: ["template", { name: "two", language: "en" }],
      gone: ["end", { reason: "gave up" }],
    },
    ["entry next one", "one timeout two", "two expired gone"],
    { templates: [templateOf("one", ["Yes"]), templateOf("two", ["Yes"])] },
  );

const wrote = { kind: "agent-wrote", channel: "c1", by: "Bo", content: { kind: "text", text: "Hello" } } as const;

describe("an agent writes", () => {
  test("inside the window: it goes, and nothing is unanswered", () => {
    const world = new TestWorld();
    world.says("anyone?");
    expect(world.state.conversations[0]?.unansweredSince).toBe(START);
    expect(world.does(wrote)).toMatchObject({ kind: "sent" });
    expect(world.phone).toEqual(["free-form: Hello"]);
    expect(world.state.conversations[0]?.unansweredSince).toBeNull();
  });

  test("D9 outside: refused with the reason and the way out, and nothing is stored", () => {
    const world = new TestWorld();
    world.says("anyone?");
    world.wait(DAY);
    const result = world.does(wrote);
    expect(result).toMatchObject({ kind: "refused", reason: "window-closed", rule: "D9" });
    expect(result.kind === "refused" && result.says).toContain("Asha sends a message");
    expect(world.messages.size).toBe(0);
  });

  test("D2 does not concern answers of people", () => {
    const world = new TestWorld(offers());
    world.says("hi");
    world.start();
    expect(world.does(wrote).kind).toBe("sent");
  });
});

describe("hand-off", () => {
  test("the conversation is the person's: no entry starts in it, the inbox hears what comes", () => {
    const world = new TestWorld(support());
    world.says("help");
    expect(world.state.conversations[0]?.handOff).toMatchObject({
      team: "Sales",
      note: "Asha asks",
      flow: "support",
      since: START,
    });
    world.says("help");
    expect(world.sessions.size).toBe(1);
    expect(world.codes().at(-1)).toBe("to-inbox");
  });

  test("given back: the flow goes on", () => {
    const world = new TestWorld(support());
    world.says("help");
    world.wait(HOUR);
    world.does({ kind: "session-given-back", session: world.session().id, by: "Bo" });
    expect(world.phone).toEqual(["free-form: Was that all?"]);
    expect(world.state.conversations[0]).toMatchObject({ handOff: null, unansweredSince: null });
    expect(world.does({ kind: "session-given-back", session: world.session().id, by: "Bo" }).kind).toBe(
      "unknown-subject",
    );
  });

  test("nobody free: by timeout, and the conversation is nobody's again", () => {
    const world = new TestWorld(support());
    world.says("help");
    world.wait(4 * HOUR);
    expect(world.phone).toEqual(["free-form: Nobody is free."]);
    expect(world.state.conversations[0]?.handOff).toBeNull();
  });

  test("a stopped session lets it go", () => {
    const world = new TestWorld(support());
    world.says("help");
    world.does({ kind: "session-stopped", session: world.session().id, by: "Bo" });
    expect(world.at()).toBe("ended: stopped by Bo");
    expect(world.state.conversations[0]?.handOff).toBeNull();
  });
});

describe("a held message", () => {
  const held = () => {
    const world = new TestWorld(offers());
    world.start();
    world.wait(2 * HOUR);
    expect(world.fate("two")).toBe("held D2");
    return world;
  };

  test("released: D2 steps aside", () => {
    const world = held();
    world.does({ kind: "hold-released", message: world.message("two").id, by: "Bo" });
    expect(world.phone).toEqual(["template: This is one", "template: This is two"]);
    expect(world.log.findLast((entry) => entry.code === "released")?.params).toMatchObject({ by: "person", who: "Bo" });
  });

  test("D5 stands against a person", () => {
    const world = held();
    const release = { kind: "hold-released", message: world.message("two").id, by: "Bo" } as const;
    world.reactions = [{ late: CAPPED }];
    world.does(release);
    expect(world.message("two")).toMatchObject({ state: "held", hold: { rule: "B1" } });
    expect(world.does(release)).toEqual({ kind: "not-claimed", state: "held" });
    expect(world.message("two").attempts).toHaveLength(1);
  });

  test("cancelled: taken back, and the session goes on as if the deadline had passed", () => {
    const world = held();
    world.does({ kind: "hold-cancelled", message: world.message("two").id, by: "Bo" });
    expect(world.fate("two")).toBe("withdrawn cancelled by Bo");
    expect(world.at()).toBe("ended: gave up");
  });

  test("its session stopped or moved: withdrawn", () => {
    const stopped = held();
    stopped.does({ kind: "session-stopped", session: stopped.session().id, by: "Bo" });
    expect(stopped.fate("two")).toBe("withdrawn stopped by Bo");
    const moved = held();
    moved.does({ kind: "session-moved", session: moved.session().id, node: "gone", by: "Bo" });
    expect(moved.fate("two")).toBe("withdrawn gave up");
    expect(moved.at()).toBe("ended: gave up");
  });

  test("what is not held, or not there, is said so", () => {
    const world = held();
    for (const kind of ["hold-released", "hold-cancelled"] as const)
      for (const message of ["nobody", world.message("one").id])
        expect(world.does({ kind, message, by: "Bo" }).kind).toBe("unknown-subject");
    expect(world.does({ kind: "session-stopped", session: "nobody", by: "Bo" }).kind).toBe("unknown-subject");
    expect(world.does({ kind: "session-moved", session: world.session().id, node: "nowhere", by: "Bo" }).kind).toBe(
      "unknown-subject",
    );
  });
});

test("a question that has not gone yet is withdrawn when its time is over, not when it was answered first", () => {
  const flow = flowOf(
    "ask",
    {
      entry: ["entry", { trigger: { kind: "keyword", words: ["go"] } }],
      ask: ["buttons", { body: "Well?", buttons: [{ id: "y", title: "Yes" }], timeout: "PT1H" }],
      rest: ["delay", { duration: "P3D" }],
    },
    ["entry next ask", "ask timeout rest", "ask other rest"],
  );
  for (const [answer, fate] of [
    [false, "withdrawn superseded"],
    [true, "queued"],
  ] as const) {
    const world = new TestWorld(flow);
    world.says("hello");
    world.channel = { ...world.channel, paused: true };
    world.start();
    if (answer) world.says("hm");
    else world.wait(HOUR);
    expect(world.at()).toBe("at rest");
    expect(world.fate("ask")).toBe(fate);
  }
});

test("a session whose revision is gone ends with that reason, and takes back what it holds", () => {
  const world = new TestWorld(offers());
  world.start();
  world.wait(2 * HOUR);
  world.flows.length = 0;
  world.does({ kind: "session-stopped", session: world.session("offers").id, by: "Bo" });
  expect(world.at("offers")).toBe("ended: revision-gone");
  expect(world.fate("two")).toBe("withdrawn revision-gone");
});
