/** The gate before marketing: D12 to D16, consent, pauses. Whatever changes the ledger decides what is held anew. */
import { beforeEach, describe, expect, test } from "vitest";
import { type Gate, type Policy, tighten } from "../caps/policy.ts";
import { ruleSet } from "../caps/rule-sets.ts";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { CAPPED, CLOSED, START, STOPPED, TestWorld, UNDELIVERABLE } from "./test-world.ts";

const campaign = (id: string, more: Partial<FlowDocument> = {}, config: Record<string, unknown> = {}): FlowDocument =>
  flowOf(
    id,
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      [id]: ["template", { name: id, language: "en", ...config }],
    },
    [`entry next ${id}`],
    { templates: [templateOf(id, ["Yes"])], ...more },
  );

function gate(world: TestWorld, name: Gate, more: Partial<Policy> = {}): void {
  world.channel = { ...world.channel, policy: { ...world.channel.policy, gate: name, ...more } };
}

describe("D12 asked twice", () => {
  test("two flows race: both are queued, the second is held at the claim", () => {
    const world = new TestWorld(campaign("one"), campaign("two"));
    gate(world, "platform");
    world.channel = { ...world.channel, paused: true };
    world.start("one");
    world.start("two");
    expect([world.fate("one"), world.fate("two")]).toEqual(["queued", "queued"]);
    gate(world, "strict");
    world.channel = { ...world.channel, paused: false };
    world.drain();
    expect([world.fate("one"), world.fate("two")]).toEqual(["sent delivered", "held D2"]);
    expect(world.message("two").hold?.after).toEqual({ name: "one", flow: "one", at: START });
    world.says("ok");
    expect(world.fate("two")).toBe("sent delivered");
  });

  test("hours lie between: what was a twin when the node ran is a template at the claim", () => {
    const world = new TestWorld(campaign("one"));
    world.says("hi");
    world.reactions = ["not-sent"];
    world.start();
    world.now += 25 * HOUR;
    world.drain();
    expect(world.message("one").attempts.map((attempt) => attempt.as)).toEqual(["template"]);
  });

  test("STOP comes between: refused at the claim, and the session leaves by opted-out", () => {
    const world = new TestWorld(campaign("one"));
    world.reactions = ["not-sent"];
    world.start();
    world.says("stop");
    world.wait(2 * HOUR);
    expect(world.fate("one")).toBe("refused opted-out");
    expect(world.at()).toBe("ended: opted-out");
  });

  test("what comes later is not claimed before its time", () => {
    const world = new TestWorld(campaign("one"));
    world.reactions = ["not-sent"];
    world.start();
    const { result } = world.apply({ kind: "send-claimed", message: world.message("one").id });
    expect(result).toEqual({ kind: "not-claimed", state: "queued" });
  });

  test("one in flight at a time; nothing is claimed twice", () => {
    const chat = flowOf(
      "chat",
      {
        entry: ["entry", { trigger: { kind: "any-message" } }],
        a: ["text", { text: "A" }],
        b: ["text", { text: "B" }],
      },
      ["entry next a", "a next b"],
    );
    const world = new TestWorld(chat);
    world.reactions = ["silence"];
    world.says("hi");
    for (const node of ["a", "b"])
      expect(world.apply({ kind: "send-claimed", message: world.message(node).id }).result.kind).toBe("not-claimed");
    expect(world.message("a").attempts).toHaveLength(1);
    expect(world.message("b").attempts).toHaveLength(0);
    expect(world.apply({ kind: "send-claimed", message: "nobody" }).result.kind).toBe("unknown-subject");
  });
});

describe("D13 whatever changes the ledger, or what feeds it, decides what is held anew", () => {
  let world: TestWorld;
  /** "two" is held behind "one", which was accepted. */
  beforeEach(() => {
    world = new TestWorld(campaign("one"), campaign("two"));
    world.reactions = ["accept"];
    world.start("one");
    world.start("two");
    expect(world.fate("two")).toBe("held D2");
  });

  const causes: [string, () => void, string][] = [
    ["interaction", () => void world.says("hi"), "sent delivered"],
    [
      "an interaction on another number",
      () => void world.receives({ kind: "text", text: "hi" }, undefined, "c2"),
      "sent delivered",
    ],
    ["failure", () => void world.fails(world.message("one"), UNDELIVERABLE), "sent delivered"],
    ["failure, capped", () => void world.fails(world.message("one"), CAPPED), "held D5"],
    ["opt-out by a word", () => void world.says("stop"), "refused opted-out"],
    ["opt-out, found out by 131050", () => void world.fails(world.message("one"), STOPPED), "refused opted-out"],
    [
      "opt-out by Meta's switch",
      () => void world.does({ kind: "preference-changed", channel: "c1", wants: "stop", at: START }),
      "refused opted-out",
    ],
    [
      "cooldown end",
      () => {
        world.fails(world.message("one"), CAPPED);
        world.does({ kind: "session-stopped", session: world.session("one").id, by: "Bo" });
        world.wait(DAY);
      },
      "sent delivered",
    ],
    [
      "settings",
      () => {
        gate(world, "platform");
        world.does({ kind: "policy-changed" });
      },
      "sent delivered",
    ],
    [
      "template category (D16)",
      () => {
        recategorise(world, "two", "UTILITY");
        world.does({ kind: "policy-changed" });
      },
      "sent delivered",
    ],
    [
      "a person releases it",
      () => void world.does({ kind: "hold-released", message: world.message("two").id, by: "Bo" }),
      "sent delivered",
    ],
    ["nothing: a receipt", () => void world.status(world.message("one"), "read"), "held D2"],
    ["nothing: time", () => world.wait(6 * DAY), "held D2"],
  ];
  test.each(causes)("%s", (_, cause, fate) => {
    cause();
    expect(world.fate("two")).toBe(fate);
  });

  test("what was queued before it goes away: the deadline, a cancel, a person", () => {
    const ends: ((queued: TestWorld) => void)[] = [
      (queued) => queued.wait(2 * HOUR),
      (queued) => void queued.does({ kind: "hold-cancelled", message: queued.message("one").id, by: "Bo" }),
      (queued) => void queued.does({ kind: "session-stopped", session: queued.session("one").id, by: "Bo" }),
    ];
    for (const end of ends) {
      const queued = new TestWorld(campaign("one", {}, { deadline: "PT1H" }), campaign("two"));
      queued.paused.add("one");
      queued.start("one");
      queued.start("two");
      expect(queued.message("two").hold?.after).toEqual({ name: "one", flow: "one", at: null });
      end(queued);
      expect(queued.fate("two")).toBe("sent delivered");
    }
  });

  test("what was queued before it is held at the claim: it waits for the same now, not behind it", () => {
    const queued = new TestWorld(campaign("one"), campaign("two"));
    queued.paused.add("one");
    queued.start("one");
    queued.start("two");
    expect(queued.fate("two")).toBe("held D2");
    gate(queued, "strict", { quietHours: [{ from: 9 * 60, to: 11 * 60 }] });
    queued.paused.delete("one");
    queued.drain();
    expect([queued.fate("one"), queued.fate("two")]).toEqual(["held D8", "held D8"]);
  });

  test("the same answer is not written down again", () => {
    const held = world.log.filter((entry) => entry.code === "held").length;
    world.does({ kind: "policy-changed" });
    world.status(world.message("one"), "delivered");
    expect(world.log.filter((entry) => entry.code === "held")).toHaveLength(held);
  });
});

describe("D14 131047 says that Meta's clock is closed", () => {
  test("a twin is decided again as closed: it goes as the template", () => {
    const world = new TestWorld(campaign("one"));
    world.says("hi");
    world.reactions = [{ late: CLOSED }];
    world.start();
    expect(world.message("one").attempts.map((attempt) => [attempt.as, attempt.state])).toEqual([
      ["interactive", "failed"],
      ["template", "delivered"],
    ]);
    expect(world.at()).toBe("at one");
  });

  test("or is held, if the gate says so now", () => {
    const world = new TestWorld(campaign("one"));
    gate(world, "strict", { frequencies: [{ max: 1, per: 7 * DAY }] });
    world.start();
    world.taps("Yes");
    world.reactions = [{ late: CLOSED }];
    world.start();
    expect(world.message("one").hold).toMatchObject({ rule: "D7", until: START + 7 * DAY });
  });

  test("what the contact wrote after the attempt opens it again", () => {
    const world = new TestWorld(campaign("one"));
    world.says("hi");
    world.reactions = ["accept"];
    world.start();
    world.wait(MINUTE);
    world.says("hm");
    world.wait(MINUTE);
    world.fails(world.message("one"), CLOSED);
    expect(world.message("one").attempts.map((attempt) => attempt.as)).toEqual(["interactive", "interactive"]);
  });

  test("free-form is refused, and the next one is not even tried", () => {
    const world = new TestWorld();
    world.says("hi");
    world.wait(HOUR);
    world.reactions = [{ late: CLOSED }];
    world.does({ kind: "agent-wrote", channel: "c1", by: "Bo", content: { kind: "text", text: "Hello" } });
    expect([...world.messages.values()][0]).toMatchObject({ state: "refused", reason: "window-closed" });
    const again = world.does({
      kind: "agent-wrote",
      channel: "c1",
      by: "Bo",
      content: { kind: "text", text: "Hello" },
    });
    expect(again).toMatchObject({ kind: "refused", reason: "window-closed", rule: "D9" });
  });
});

test("D15 zone: the contact's field, else the only one of his country, else the channel's", () => {
  const night: Partial<Policy> = { quietHours: [{ from: 21 * 60, to: 9 * 60 }] };
  // 10:00 UTC. Kiritimati is at 00:00, São Paulo has several zones, Kolkata has one and is at 15:30.
  const held = (timeZone: string | null, phone: string, channelZone: string) => {
    const world = new TestWorld(campaign("one"));
    gate(world, "strict", night);
    world.channel = { ...world.channel, timeZone: channelZone };
    world.state = { ...world.state, contact: { ...world.state.contact, timeZone, identity: { phone } } };
    world.start();
    return world.fate("one") === "held D8";
  };
  expect(held("Pacific/Kiritimati", "+919812345678", "UTC")).toBe(true);
  expect(held(null, "+919812345678", "Pacific/Kiritimati")).toBe(false);
  expect(held(null, "+5511900000001", "Pacific/Kiritimati")).toBe(true);
  expect(held(null, "+5511900000001", "UTC")).toBe(false);
});

test("D16 the category at the moment of sending counts: utility that became marketing is held", () => {
  const world = new TestWorld(
    campaign("one"),
    campaign("two", { templates: [templateOf("two", ["Yes"], { category: "UTILITY" })] }),
  );
  world.start("one");
  world.channel = { ...world.channel, paused: true };
  world.start("two");
  expect(world.fate("two")).toBe("queued");
  recategorise(world, "two", "MARKETING");
  world.channel = { ...world.channel, paused: false };
  world.drain();
  expect(world.fate("two")).toBe("held D2");
});

test("WR §4 put off by the account's limits: it keeps its place, the timeline says it, the deadline stands", () => {
  const world = new TestWorld(campaign("one"));
  world.channel = { ...world.channel, paused: true };
  world.start();
  world.channel = { ...world.channel, paused: false };
  const putOff = { kind: "send-put-off", message: world.message("one").id, why: "enough for today" } as const;
  world.apply({ ...putOff, until: START + HOUR });
  expect([world.fate("one"), world.message("one").notBefore]).toEqual(["queued", START + HOUR]);
  expect(world.log.at(-1)).toMatchObject({
    code: "delayed",
    params: { retryAt: START + HOUR, why: "enough for today" },
  });
  world.apply({ ...putOff, until: START });
  expect(world.message("one").notBefore).toBe(START + HOUR);
  world.wait(HOUR);
  expect(world.fate("one")).toBe("sent delivered");
  const { result } = world.apply({ ...putOff, until: START + DAY });
  expect(result).toEqual({ kind: "not-claimed", state: "sent" });
});

describe("consent", () => {
  test("STOP: everything held leaves by opted-out; START: offers go again", () => {
    const world = new TestWorld(campaign("one"), campaign("two"), campaign("three"));
    for (const flow of ["one", "two", "three"]) world.start(flow);
    world.says("Parar");
    expect([world.at("two"), world.at("three")]).toEqual(["ended: opted-out", "ended: opted-out"]);
    expect(world.phone).toEqual(["template: This is one"]);
    world.start("two");
    expect(world.at("two")).toBe("ended: opted-out");
    world.says("start");
    world.start("two");
    expect(world.phone.at(-1)).toBe("interactive: This is two");
    expect(
      world.log.filter((entry) => entry.rule === "D1" && entry.code.startsWith("opted")).map((entry) => entry.code),
    ).toEqual(["opted-out", "opted-in"]);
  });

  test("START is a word like others where nothing was stopped by a word", () => {
    const world = new TestWorld(campaign("one"));
    world.does({ kind: "preference-changed", channel: "c1", wants: "stop", at: START });
    world.says("start");
    expect(world.codes().at(-1)).toBe("to-inbox");
    expect(world.state.ledger.stoppedByMetaAt).toBe(START);
  });

  test("131050 and user_preferences: only Meta's resume clears it", () => {
    const world = new TestWorld(campaign("one"));
    world.reactions = [{ late: STOPPED }];
    world.start();
    expect(world.at()).toBe("ended: opted-out");
    world.says("stop");
    world.says("start");
    world.start();
    expect(world.at()).toBe("ended: opted-out");
    world.does({ kind: "preference-changed", channel: "c1", wants: "resume", at: world.now });
    world.start();
    expect(world.phone).toEqual(["interactive: This is one"]);
  });

  test("answers still go out to one who stopped offers", () => {
    const chat = flowOf(
      "chat",
      { entry: ["entry", { trigger: { kind: "any-message" } }], hello: ["text", { text: "Hello" }] },
      ["entry next hello"],
    );
    const world = new TestWorld(chat);
    world.says("stop");
    world.says("hi");
    expect(world.phone).toEqual(["free-form: Hello"]);
  });
});

describe("pauses hold back, and lose nothing", () => {
  test.each(["flow", "channel"])(
    "of the %s: neither interaction nor time releases; the end of the pause does",
    (what) => {
      const pause = (on: boolean) => {
        if (what === "channel") world.channel = { ...world.channel, paused: on };
        else if (on) world.paused.add("two");
        else world.paused.delete("two");
      };
      const world = new TestWorld(campaign("one"), campaign("two"));
      gate(world, "strict", { frequencies: [{ max: 1, per: DAY }] });
      world.start("one");
      world.start("two");
      pause(true);
      world.says("hi");
      expect(world.fate("two")).toMatch(/^held/);
      world.wait(25 * HOUR);
      expect(world.fate("two")).toMatch(/^held/);
      pause(false);
      world.does({ kind: "policy-changed" });
      expect(world.fate("two")).toBe("sent delivered");
    },
  );

  test("a paused one does not take the interaction's place", () => {
    const world = new TestWorld(campaign("one"), campaign("two", {}, { deadline: "P1D" }), campaign("three"));
    for (const flow of ["one", "two", "three"]) world.start(flow);
    world.paused.add("two");
    world.says("hi");
    expect(world.fate("three")).toBe("sent delivered");
  });

  test("nobody enters; what is written is kept", () => {
    const chat = flowOf("chat", { entry: ["entry", { trigger: { kind: "any-message" } }] }, []);
    for (const what of ["flow", "channel"]) {
      const world = new TestWorld(chat);
      if (what === "flow") world.paused.add("chat");
      else world.channel = { ...world.channel, paused: true };
      world.says("hi");
      expect([world.sessions.size, world.codes()]).toEqual([0, ["to-inbox"]]);
    }
  });

  test("STOP is still heard", () => {
    const world = new TestWorld(campaign("one"), campaign("two"));
    world.start("one");
    world.start("two");
    world.paused.add("two");
    world.says("stop");
    expect(world.at("two")).toBe("ended: opted-out");
  });

  test("T4 the deadline runs on: nothing that was paused comes in January", () => {
    const world = new TestWorld(campaign("one"));
    world.paused.add("one");
    world.start();
    world.wait(7 * DAY);
    expect(world.at()).toBe("ended: expired");
  });
});

test("§2 a flow's own limits hold beside the channel's", () => {
  const world = new TestWorld(
    campaign("one"),
    campaign("two", { settings: { marketingFrequency: { max: 1, per: "P2D" } } }),
  );
  gate(world, "platform");
  world.start("one");
  world.start("two");
  expect(world.message("two").hold).toMatchObject({ rule: "D7", until: START + 2 * DAY });
  expect(tighten(world.channel.policy, {}).frequencies).toEqual([]);
});

test("D6 under the rules of 2024 the third waits for a response, or for the next conversation", () => {
  const rules = ruleSet("meta-2024-11");
  if (!rules) throw new Error("no such rule set");
  const world = new TestWorld(campaign("one"), campaign("two"), campaign("three"));
  gate(world, "platform", { ruleSet: rules });
  for (const flow of ["one", "two", "three"]) world.start(flow);
  expect(world.fate("three")).toBe("held D6");
  world.wait(DAY);
  expect(world.fate("three")).toBe("sent delivered");
});

/** The account's template changes, and the flow is compiled with it. */
function recategorise(world: TestWorld, flow: string, category: "MARKETING" | "UTILITY"): void {
  const index = world.flows.findIndex((candidate) => candidate.id === flow);
  const document = world.flows[index];
  if (!document) throw new Error(`no flow ${flow}`);
  world.flows[index] = {
    ...document,
    templates: (document.templates ?? []).map((template) => ({ ...template, category })),
  };
}
