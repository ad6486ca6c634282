/** Who takes a message: caps.md §4, I1 to I5. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import type { Trigger } from "../nodes/entry/definition.ts";
import { HOUR, MINUTE } from "../time/duration.ts";
import { entryFor, equalTriggers } from "./entries.ts";
import { CAPPED, TestWorld } from "./test-world.ts";

const keyword = (...words: string[]) =>
  ["entry", { trigger: { kind: "keyword", words } }] as [string, { trigger: object }];
const text = (body: string) => ["text", { text: body }] as [string, { text: string }];

/** Asks, remembers the answer, says it back. */
const quiz = (id: string, word: string): FlowDocument =>
  flowOf(
    id,
    {
      entry: keyword(word),
      question: ["wait-for-reply", { variable: "answer" }],
      reply: text(`${id} heard {{ answer }}`),
    },
    ["entry next question", "question reply reply"],
  );

const menu = (edges: string[] = ["menu button:a chosen"]): FlowDocument =>
  flowOf(
    "menu",
    {
      entry: keyword("menu"),
      menu: [
        "buttons",
        {
          body: "What?",
          buttons: [
            { id: "a", title: "Opening hours" },
            { id: "b", title: "Prices" },
          ],
          variable: "picked",
          timeout: "PT2H",
        },
      ],
      chosen: text("We are open."),
      later: ["delay", { duration: "P2D" }],
    },
    ["entry next menu", "menu timeout later", ...edges],
  );

const anyMessage = flowOf(
  "welcome",
  { entry: ["entry", { trigger: { kind: "any-message" } }], hello: text("Welcome") },
  ["entry next hello"],
);

describe("I1 the first taker", () => {
  test("an entry, if nothing waits", () => {
    const world = new TestWorld(quiz("first", "one"));
    world.says("ONE");
    expect(world.at()).toBe("at question");
  });

  test("the session that last began waiting for an answer, before any entry", () => {
    const world = new TestWorld(quiz("first", "one"), quiz("second", "two"));
    world.says("one");
    world.start("second");
    world.says("one");
    expect(world.phone).toEqual(["free-form: second heard one"]);
    world.says("again");
    expect(world.phone.at(-1)).toBe("free-form: first heard again");
  });

  test("the session whose message is named, before the one that waits", () => {
    const world = new TestWorld(menu(), quiz("first", "one"));
    world.says("menu");
    world.start("first");
    world.taps("Opening hours");
    expect(world.phone.at(-1)).toBe("free-form: We are open.");
    expect(world.at("first")).toBe("at question");
  });

  test("consent words before everything: STOP is no answer", () => {
    const world = new TestWorld(quiz("first", "one"));
    world.says("one");
    world.says("Stop");
    expect(world.at()).toBe("at question");
    expect(world.state.ledger.stoppedByWordAt).toBe(world.now);
    expect(world.codes()).not.toContain("to-inbox");
  });

  test("any-message only if nothing of this conversation waits or is held", () => {
    const world = new TestWorld(anyMessage, menu());
    world.says("hi");
    expect(world.phone).toEqual(["free-form: Welcome"]);
    world.says("menu");
    world.wait(3 * HOUR);
    world.says("anyone?");
    expect(world.phone).toEqual(["free-form: Welcome", "free-form: What?"]);
    expect(world.codes().at(-1)).toBe("to-inbox");
  });

  test("otherwise the inbox, with the default reply once per stretch", () => {
    const world = new TestWorld();
    world.channel = { ...world.channel, defaultReply: "We answer soon." };
    world.says("hi");
    world.wait(MINUTE);
    world.says("hello?");
    expect(world.phone).toEqual(["free-form: We answer soon."]);
    expect(world.state.conversations[0]).toMatchObject({ unansweredSince: world.now - MINUTE, lastText: "hello?" });
  });

  test("reactions, edits and notices are heard by nobody", () => {
    const world = new TestWorld(anyMessage);
    world.receives({ kind: "reaction", emoji: "👍", wamid: "w" });
    world.receives({ kind: "system", notice: "number changed" });
    expect(world.state.ledger.lastInteractionAt).toBeNull();
    expect(world.state.sessions).toEqual([]);
    expect(world.codes()).toEqual([]);
  });

  const triggers: [string, Trigger][] = [
    ["any", { kind: "any-message" }],
    ["contains", { kind: "keyword", words: ["sale"], match: "contains" }],
    ["prefix", { kind: "keyword", words: ["sale"], match: "prefix" }],
    ["exact", { kind: "keyword", words: ["sale", "black friday"], match: "exact" }],
    ["button", { kind: "button", payload: "SALE" }],
    ["longer", { kind: "keyword", words: ["sale today"], match: "contains" }],
    ["api", { kind: "api" }],
  ];
  const entries = triggers.map(([flow, trigger]) => ({ flow, trigger, revision: 1, node: "entry" }));
  test.each([
    ["SALE", "exact"],
    ["Sále", "exact"],
    ["Black  Friday", "exact"],
    ["sale now", "prefix"],
    ["sale!", "prefix"],
    ["sales", "any"],
    ["is the Sale on?", "contains"],
    ["is the sale, today?", "longer"],
    ["wholesale", "any"],
    ["hello", "any"],
  ])("entries, most specific first: %j comes in by %s", (said, flow) => {
    const message = { wamid: "w", at: 0, from: {}, content: { kind: "text" as const, text: said } };
    expect(entryFor(entries, message, false)?.flow).toBe(flow);
  });

  test.each<[string, string, "exact" | "prefix" | "contains", boolean]>([
    ["セールはいつ？", "セール", "contains", true],
    ["次のセール", "セール", "contains", true],
    ["次のセール", "セール", "prefix", false],
    ["セールはいつ", "セール", "prefix", true],
    ["セール", "セール", "exact", true],
    ["がっこう", "か", "contains", false],
    ["かがみ", "か", "prefix", true],
    ["在哪里打折", "打折", "contains", true],
    ["สวัสดีครับ", "สวัสดี", "prefix", true],
    ["É promoção?", "promocao", "contains", true],
    ["promoções", "promoção", "contains", false],
    ["РАСПРОДАЖА!", "распродажа", "prefix", true],
    ["أهلا، تخفيضات اليوم", "تخفيضات", "contains", true],
    ["कब है सेल?", "सेल", "contains", true],
  ])("entries in many languages: %j with the word %j, %s: %s", (said, word, match, isMeant) => {
    const entry = { flow: "f", revision: 1, node: "e", trigger: { kind: "keyword" as const, words: [word], match } };
    const message = { wamid: "w", at: 0, from: {}, content: { kind: "text" as const, text: said } };
    expect(entryFor([entry], message, false)).toBe(isMeant ? entry : null);
  });

  test.each([
    ["hello", { sourceId: "a1" }, "one ad"],
    ["hello", { sourceId: "a2" }, "any ad"],
    ["hello", {}, "any ad"],
    ["is the sale on?", { sourceId: "a1" }, "contains"],
    ["hello", undefined, "any"],
  ])("entries: %j with the referral %j comes in by %s", (said, referral, flow) => {
    const ads: typeof entries = [
      { flow: "any ad", trigger: { kind: "referral" }, revision: 1, node: "entry" },
      { flow: "one ad", trigger: { kind: "referral", sourceId: "a1" }, revision: 1, node: "entry" },
      ...entries,
    ];
    const content = { kind: "text" as const, text: said };
    const message = { wamid: "w", at: 0, from: {}, content, ...(referral ? { referral } : {}) };
    expect(entryFor(ads, message, false)?.flow).toBe(flow);
  });

  test("entries: a button's payload is the most specific, and nothing at all for a picture when busy", () => {
    const message = (content: Parameters<typeof entryFor>[1]["content"]) => ({ wamid: "w", at: 0, from: {}, content });
    const tap = message({ kind: "tap", on: "template", id: "SALE", title: "sale" });
    expect(entryFor(entries, tap, true)?.flow).toBe("button");
    expect(entryFor(entries, message({ kind: "media", media: "image", mediaId: "1" }), true)).toBeNull();
  });
});

describe("I2 one session per flow", () => {
  test("a second start answers with the one that runs", () => {
    const world = new TestWorld(quiz("first", "one"));
    const first = world.start();
    expect(first.kind).toBe("started");
    expect(world.start()).toEqual({ ...first, kind: "already-running" });
    expect(world.sessions.size).toBe(1);
  });

  test("several flows at once", () => {
    const world = new TestWorld(quiz("first", "one"), quiz("second", "two"));
    world.start("first");
    expect(world.start("second").kind).toBe("started");
  });

  test("and again after it ended", () => {
    const world = new TestWorld(quiz("first", "one"));
    world.says("one");
    world.says("done");
    expect(world.start().kind).toBe("started");
  });

  test("an unknown flow or entry is said to be unknown", () => {
    const world = new TestWorld(quiz("first", "one"));
    expect(world.start("nowhere").kind).toBe("unknown-subject");
    expect(world.start("first", "nowhere").kind).toBe("unknown-subject");
  });

  test.each([
    [{ kind: "any-message" }, { kind: "any-message" }, true],
    [{ kind: "button", payload: "A" }, { kind: "button", payload: "A" }, true],
    [{ kind: "button", payload: "A" }, { kind: "button", payload: "B" }, false],
    [
      { kind: "keyword", words: ["Olá"], match: "exact" },
      { kind: "keyword", words: ["hi", "ola"], match: "exact" },
      true,
    ],
    [{ kind: "keyword", words: ["ola"], match: "exact" }, { kind: "keyword", words: ["ola"], match: "prefix" }, false],
    [{ kind: "referral" }, { kind: "referral" }, true],
    [{ kind: "referral" }, { kind: "referral", sourceId: "a1" }, false],
    [{ kind: "referral", sourceId: "a1" }, { kind: "referral", sourceId: "a1" }, true],
    [{ kind: "campaign" }, { kind: "campaign" }, false],
    [{ kind: "any-message" }, { kind: "api" }, false],
  ] satisfies [Trigger, Trigger, boolean][])("trigger-conflict: %j and %j -> %s", (a, b, equal) => {
    expect(equalTriggers(a, b)).toBe(equal);
  });
});

/** A campaign with one marketing template and nothing behind it. */
const campaign = (id: string, deadline: string): FlowDocument =>
  flowOf(
    id,
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      offer: ["template", { name: id, language: "en", deadline }],
    },
    ["entry next offer"],
    {
      templates: [templateOf(id, ["Yes"])],
    },
  );

describe("I3 one release per interaction, nearest deadline first", () => {
  test("one each time", () => {
    const world = new TestWorld(
      campaign("opener", "P7D"),
      campaign("late", "P5D"),
      campaign("soon", "P2D"),
      campaign("middle", "P3D"),
    );
    for (const flow of ["opener", "late", "soon", "middle"]) world.start(flow);
    expect(world.phone).toEqual(["template: This is opener"]);
    world.says("hi");
    expect(world.phone.at(-1)).toBe("interactive: This is soon");
    world.wait(MINUTE);
    world.says("ok");
    expect(world.phone.at(-1)).toBe("interactive: This is middle");
    expect(world.phone).toHaveLength(3);
    expect(
      world.state.messages.filter((message) => message.state === "held").map((message) => message.hold?.after?.name),
    ).toEqual(["offer"]);
  });

  test("what the taker's turn sends comes first, and counts", () => {
    const taker = flowOf(
      "taker",
      { entry: keyword("go"), offer: ["template", { name: "taken", language: "en" }] },
      ["entry next offer"],
      { templates: [templateOf("taken", ["Yes"])] },
    );
    const world = new TestWorld(campaign("opener", "P7D"), campaign("held", "P2D"), taker);
    world.start("opener");
    world.start("held");
    world.says("go");
    expect(world.phone).toEqual(["template: This is opener", "interactive: This is taken"]);
  });

  test("also where the gate would let more go: the next one, or its own instant", () => {
    const world = new TestWorld(campaign("late", "P5D"), campaign("soon", "P3D"), campaign("middle", "P4D"));
    const night = [{ from: 9 * 60, to: 11 * 60 }];
    world.channel = { ...world.channel, policy: { ...world.channel.policy, gate: "platform", quietHours: night } };
    for (const flow of ["late", "soon", "middle"]) world.start(flow);
    world.says("hi");
    world.does({ kind: "policy-changed" });
    world.wait(30 * MINUTE);
    expect(world.phone).toEqual(["interactive: This is soon"]);
    world.says("hi");
    expect(world.phone.at(-1)).toBe("interactive: This is middle");
    expect(world.phone).toHaveLength(2);
    world.wait(30 * MINUTE);
    expect(world.phone).toContain("interactive: This is late");
  });

  test("after a cooldown of several: the nearest deadline goes first, alone (B1)", () => {
    const world = new TestWorld(campaign("late", "P5D"), campaign("soon", "P2D"));
    world.channel = { ...world.channel, policy: { ...world.channel.policy, gate: "platform" } };
    world.reactions = [{ call: CAPPED }, "accept"];
    world.start("late");
    world.start("soon");
    expect(world.messages.size).toBe(2);
    world.wait(24 * HOUR);
    expect(
      [...world.messages.values()].map(
        (message) => `${message.content.kind === "template" && message.content.name} ${message.state}`,
      ),
    ).toEqual(["late held", "soon sent"]);
    world.wait(10 * MINUTE);
    expect(world.message("offer").state).toBe("sent");
    expect(world.state.messages.filter((message) => message.state === "held")).toEqual([]);
  });
});

describe("I4 text that equals a label is that tap, and buttons stay live", () => {
  test("case and accents folded", () => {
    const world = new TestWorld(menu());
    world.says("menu");
    world.says("opening HÓURS");
    expect(world.session().variables).toEqual({ picked: "Opening hours" });
    expect(world.phone.at(-1)).toBe("free-form: We are open.");
  });

  test("a late tap goes to its button's port", () => {
    const world = new TestWorld(menu());
    world.says("menu");
    world.wait(3 * HOUR);
    expect(world.at()).toBe("at later");
    world.taps("Opening hours");
    expect(world.phone.at(-1)).toBe("free-form: We are open.");
    expect(world.at()).toBe("ended: finished");
  });

  test("a late tap whose port leads nowhere is an interaction only", () => {
    const world = new TestWorld(menu());
    world.says("menu");
    world.wait(3 * HOUR);
    world.taps("Prices");
    expect(world.at()).toBe("at later");
    expect(world.codes().at(-1)).toBe("to-inbox");
    expect(world.state.ledger.lastInteractionAt).toBe(world.now);
  });

  test("only the first late tap", () => {
    const world = new TestWorld(menu(["menu button:a later", "menu button:b chosen"]));
    world.says("menu");
    world.wait(3 * HOUR);
    world.taps("Opening hours");
    const { turn } = world.session();
    world.taps("Prices");
    expect(world.session().turn).toBe(turn);
    expect(world.codes().at(-1)).toBe("to-inbox");
  });

  test("not after a node that was left by an answer", () => {
    const world = new TestWorld(menu(["menu button:a later", "menu button:b chosen"]));
    world.says("menu");
    world.taps("Opening hours");
    world.taps("Prices");
    expect(world.at()).toBe("at later");
    expect(world.phone).toHaveLength(1);
  });

  test("a late tap on a template withdraws what its session holds", () => {
    const offers = flowOf(
      "offers",
      {
        entry: ["entry", { trigger: { kind: "campaign" } }],
        early: ["template", { name: "early", language: "en", timeout: "PT2H" }],
        last: ["template", { name: "last", language: "en" }],
        thanks: text("Here it is."),
      },
      ["entry next early", "early timeout last", "early button:0 thanks"],
      { templates: [templateOf("early", ["Show me"]), templateOf("last", ["I want it"])] },
    );
    const world = new TestWorld(offers);
    world.start();
    world.wait(3 * HOUR);
    expect(world.fate("last")).toBe("held D2");
    world.taps("Show me");
    expect(world.fate("last")).toBe("withdrawn superseded");
    expect(world.phone).toEqual(["template: This is early", "free-form: Here it is."]);
    expect(world.log.find((entry) => entry.code === "withdrawn")?.params).toMatchObject({
      reason: "superseded",
      tapped: "Show me",
    });
  });
});

describe("I5 unconnected other and answered", () => {
  test("the session keeps waiting, nothing is remembered, the message goes to the inbox", () => {
    const world = new TestWorld(menu());
    world.says("menu");
    const before = world.session();
    world.says("what?");
    expect(world.session()).toEqual(before);
    expect(world.codes().at(-1)).toBe("to-inbox");
    world.taps("Opening hours");
    expect(world.phone.at(-1)).toBe("free-form: We are open.");
  });

  test("connected: taken", () => {
    const world = new TestWorld(menu(["menu other chosen"]));
    world.says("menu");
    world.says("what?");
    expect(world.session().variables).toEqual({ picked: "what?" });
    expect(world.at()).toBe("ended: finished");
    expect(world.codes()).not.toContain("to-inbox");
  });

  test("T2 an answer that keeps it waiting still says that the template was shown: the timeout runs", () => {
    const world = new TestWorld(campaign("opener", "P7D"));
    world.reactions = ["accept"];
    world.start();
    expect(world.session().wait).toMatchObject({ until: null });
    world.says("what is this?", world.message("offer"));
    expect(world.message("offer").attempts.at(-1)).toMatchObject({ state: "delivered" });
    expect(world.session().wait).toMatchObject({ for: "answer", until: world.now + 72 * HOUR });
    expect(world.codes().at(-1)).toBe("to-inbox");
  });
});
