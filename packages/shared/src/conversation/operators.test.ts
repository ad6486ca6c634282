/** What operators expect: taking people along to a new revision (T10), idle sessions, and a forecast before a start. */
import { describe, expect, test } from "vitest";
import type { Policy } from "../caps/policy.ts";
import { compileFlow } from "../engine/compile-flow.ts";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { nodeType } from "../nodes/registry.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { forecast } from "./forecast.ts";
import { sayForecast } from "./say-forecast.ts";
import { CAPPED, START, TestWorld } from "./test-world.ts";
import { sayEntry } from "./timeline.ts";

const asking = (reason: string, type = "buttons"): FlowDocument =>
  flowOf(
    "ask",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      ask:
        type === "buttons"
          ? ["buttons", { body: "Ready?", buttons: [{ id: "y", title: "Yes" }] }]
          : ["delay", { duration: "PT1H" }],
      end: ["end", { reason }],
    },
    ["entry next ask", type === "buttons" ? "ask button:y end" : "ask next end"],
  );

describe("T10 a new revision", () => {
  const repin = (world: TestWorld, revision = 2) =>
    world.does({ kind: "session-repinned", session: world.session().id, flow: "ask", revision, by: "Rohan" });

  test("a session that is taken along goes on as the new revision says", () => {
    const world = new TestWorld(asking("old"));
    world.says("hi");
    world.start();
    world.revise(asking("new"));
    expect(repin(world).kind).toBe("done");
    expect(world.session()).toMatchObject({ revision: 2, node: "ask", wait: { for: "answer" } });
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toBe(
      "Rohan took Asha along from revision 1 to revision 2 of **ask**, at **ask**.",
    );
    world.taps("Yes");
    expect(world.at()).toBe("ended: new");
  });

  test("its timer stays what it was", () => {
    const world = new TestWorld(asking("old"));
    world.says("hi");
    world.start();
    const { until } = world.session().wait ?? {};
    world.revise(asking("new"));
    repin(world);
    expect(world.session().wait?.until).toBe(until);
    world.wait(3 * DAY);
    expect(world.at()).toBe("ended: timeout");
  });

  test("one that stays keeps to the revision it began on", () => {
    const world = new TestWorld(asking("old"));
    world.says("hi");
    world.start();
    world.revise(asking("new"));
    world.taps("Yes");
    expect(world.at()).toBe("ended: old");
  });

  test.each([
    ["its node became another type", asking("new", "delay")],
    ["its node is gone", flowOf("ask", { entry: ["entry", { trigger: { kind: "api" } }] }, [])],
  ])("not when %s", (_, document) => {
    const world = new TestWorld(asking("old"));
    world.says("hi");
    world.start();
    world.revise(document);
    expect(repin(world).kind).toBe("unknown-subject");
    expect(world.session().revision).toBe(1);
  });

  test("not to a revision that is not there, nor of another flow", () => {
    const world = new TestWorld(asking("old"));
    world.says("hi");
    world.start();
    expect(repin(world, 7).kind).toBe("unknown-subject");
    const other = {
      kind: "session-repinned",
      session: world.session().id,
      flow: "other",
      revision: 1,
      by: "Rohan",
    } as const;
    expect(world.does(other).kind).toBe("unknown-subject");
  });
});

describe("idle sessions", () => {
  const given = flowOf(
    "given",
    { entry: ["entry", { trigger: { kind: "api" } }], give: ["handoff", { timeout: "P90D" }], end: ["end", {}] },
    ["entry next give", "give released end"],
  );
  const idle = (world: TestWorld) =>
    world.does({ kind: "session-idled", session: world.session().id, after: 30 * DAY });

  test("end with their reason, also where the node would wait longer", () => {
    const world = new TestWorld(given);
    world.start();
    world.now += 29 * DAY;
    idle(world);
    expect(world.at()).toBe("at give");
    world.now += DAY;
    idle(world);
    expect(world.at()).toBe("ended: idle");
    expect(world.state.conversations[0]?.handOff).toBeNull();
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toBe(
      "**given** ended: nothing happened in it for a long time.",
    );
  });

  test("not while people talk", () => {
    const world = new TestWorld(given);
    world.start();
    world.now += 29 * DAY;
    world.says("still there?");
    world.now += 10 * DAY;
    idle(world);
    expect(world.at()).toBe("at give");
    world.now += 20 * DAY;
    idle(world);
    expect(world.at()).toBe("ended: idle");
  });

  test("not one that waits for its hour, however far", () => {
    const late = flowOf(
      "late",
      { entry: ["entry", { trigger: { kind: "api" } }], rest: ["delay", { duration: "P60D" }] },
      ["entry next rest"],
    );
    const world = new TestWorld(late);
    world.start();
    world.now += 40 * DAY;
    idle(world);
    expect(world.at()).toBe("at rest");
  });

  test("not one whose message is held until its deadline", () => {
    const offer = flowOf(
      "offer",
      {
        entry: ["entry", { trigger: { kind: "api" } }],
        offer: ["template", { name: "sale", language: "en", deadline: "P90D" }],
      },
      ["entry next offer"],
      { templates: [templateOf("sale", ["Yes"])] },
    );
    const world = new TestWorld(offer, { ...offer, id: "first" });
    world.start("first");
    world.start("offer");
    world.now += 40 * DAY;
    world.does({ kind: "session-idled", session: world.session("offer").id, after: 30 * DAY });
    expect(world.at("offer")).toBe("at offer");
  });
});

describe("a forecast before a start", () => {
  const offer = (id: string, more: Partial<FlowDocument> = {}, config: Record<string, unknown> = {}): FlowDocument =>
    flowOf(
      id,
      {
        entry: ["entry", { trigger: { kind: "campaign" } }],
        offer: ["template", { name: "sale", language: "en", ...config }],
      },
      ["entry next offer"],
      { templates: [templateOf("sale", ["Yes"])], ...more },
    );
  const later = flowOf(
    "later",
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      rest: ["delay", { duration: "PT1H" }],
      offer: ["template", { name: "sale", language: "en" }],
    },
    ["entry next rest", "rest next offer"],
    { templates: [templateOf("sale", ["Yes"])] },
  );
  const plain = flowOf(
    "plain",
    { entry: ["entry", { trigger: { kind: "campaign" } }], say: ["text", { text: "Hello" }] },
    ["entry next say"],
  );
  const ask = (world: TestWorld, document: FlowDocument) => {
    const before = JSON.stringify(world.state);
    const answer = forecast(
      world.state,
      { channel: "c1", flow: compileFlow(document, nodeType, 1), flowId: document.id, entry: "entry" },
      world.world,
      world.now,
    );
    expect(JSON.stringify(world.state)).toBe(before);
    return answer;
  };
  const policy = (world: TestWorld, more: Partial<Policy>) => {
    world.channel = { ...world.channel, policy: { ...world.channel.policy, ...more } };
  };

  test.each<[string, (world: TestWorld) => void, string, string | null]>([
    ["nothing stands against it", () => {}, "sent", null],
    ["D1 stopped", (world) => world.says("stop"), "refused", "D1"],
    ["D2 an offer without answer", (world) => world.start("first"), "held", "D2"],
    [
      "D5 capped",
      (world) => {
        world.reactions = [{ late: CAPPED }];
        world.start("first");
      },
      "held",
      "D5",
    ],
    ["D8 quiet hours", (world) => policy(world, { quietHours: [{ from: 9 * 60, to: 12 * 60 }] }), "held", "D8"],
  ])("%s", (_, happens, outcome, rule) => {
    for (const [document, basis] of [
      [offer("sale"), "start"],
      [later, "gate"],
    ] as const) {
      const world = new TestWorld(document, offer("first"));
      happens(world);
      expect(ask(world, document)).toMatchObject({ outcome, rule, basis });
    }
  });

  test("one that runs already, and a flow without offers", () => {
    const world = new TestWorld(offer("sale"), plain);
    world.start("sale");
    expect(ask(world, offer("sale"))).toMatchObject({ outcome: "running" });
    expect(ask(world, plain)).toMatchObject({ outcome: "none" });
  });

  test("T5 a node that does not wait would be left: it counts as held", () => {
    const leaving = offer("sale", {}, { whenHeld: "leave" });
    const world = new TestWorld(leaving, offer("first"));
    world.start("first");
    expect(ask(world, leaving)).toMatchObject({ outcome: "held", reason: "would-hold", rule: "D2" });
  });

  test("the flow's own settings count", () => {
    const tight = { ...later, settings: { marketingFrequency: { max: 1, per: "P2D" } } };
    const world = new TestWorld(tight, offer("first"));
    world.start("first");
    world.now += HOUR;
    world.says("thanks");
    world.now += 25 * HOUR;
    expect(ask(world, tight)).toMatchObject({ outcome: "held", rule: "D7", until: START + 2 * DAY });
  });

  test("in words", () => {
    expect(sayForecast({ outcome: "held", rule: "D2", reason: null }, 12)).toBe(
      "12 people have not answered an earlier offer. It would be held until they write or tap.",
    );
    expect(sayForecast({ outcome: "refused", rule: "D1", reason: "opted-out" }, 1)).toBe(
      "1 person stopped offers. Nothing would go to them.",
    );
    expect(sayForecast({ outcome: "sent", rule: null, reason: null }, 3)).toBe("3 people would get it now.");
  });
});
