/** The life of a template node (caps.md §5) and what follows 131049 (§6). */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { formatInstant } from "../time/instant.ts";
import type { Failure } from "./event.ts";
import { CAPPED, CLOSED, START, STOPPED, TestWorld, UNDELIVERABLE } from "./test-world.ts";

const LATER: Failure = { code: 130429, kind: "later", retryAt: START + MINUTE, says: "too many at once" };

/** One template, and an end behind every port: `world.at()` says which was taken. */
const offer = (
  config: Record<string, unknown> = {},
  replies = ["Yes"],
  category: "MARKETING" | "UTILITY" = "MARKETING",
): FlowDocument => {
  const waits = config["waitForAnswer"] ?? replies.length > 0;
  const ports = [
    ...(waits ? [...replies.map((_, index) => `button:${index}`), "answered", "timeout"] : ["delivered"]),
    "failed",
    ...(category === "MARKETING" ? ["capped", "expired", "opted-out"] : []),
  ];
  return flowOf(
    "offer",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      offer: ["template", { name: "sale", language: "en", ...config }],
      ...Object.fromEntries(ports.map((port) => [`at-${port}`, ["end", { reason: `by ${port}` }]])),
    },
    ["entry next offer", ...ports.map((port) => `offer ${port} at-${port}`)],
    { templates: [templateOf("sale", replies, { category })] },
  );
};

/** A second flow with a marketing template of its own. */
const other = flowOf(
  "other",
  { entry: ["entry", { trigger: { kind: "api" } }], second: ["template", { name: "second", language: "en" }] },
  ["entry next second"],
  {
    templates: [templateOf("second", ["Yes"])],
  },
);

const worldOf = (...flows: FlowDocument[]) => new TestWorld(...flows);

describe("T1 permitted, accepted, delivered, answered", () => {
  test("each stage is waited for", () => {
    const world = worldOf(offer());
    world.reactions = ["silence"];
    world.start();
    const message = world.message("offer");
    const attempt = message.attempts[0];
    expect(world.session().wait).toMatchObject({ for: "message", until: null });
    world.does({ kind: "attempt-accepted", message: message.id, attempt: attempt?.id ?? "", wamid: "w1" });
    expect(world.session().wait).toMatchObject({ for: "answer", until: null });
    world.wait(HOUR);
    world.status(message, "delivered");
    expect(world.session().wait).toMatchObject({ for: "answer", until: START + HOUR + 3 * DAY });
    world.taps("Yes");
    expect(world.at()).toBe("ended: by button:0");
  });

  test.each([
    ["not waiting for an answer", { waitForAnswer: false }, "ended: by delivered"],
    ["no quick replies: nothing to wait for", {}, "ended: by delivered"],
  ])("%s: leaves by delivered", (title, config, at) => {
    const world = worldOf(offer(config, title.startsWith("no ") ? [] : ["Yes"]));
    world.reactions = ["accept"];
    world.start();
    expect(world.at()).toBe("at offer");
    world.status(world.message("offer"), "delivered");
    expect(world.at()).toBe(at);
  });

  test("awaitDelivery off, or not marketing: accepted stands for delivered", () => {
    for (const flow of [offer({ awaitDelivery: false }, []), offer({}, [], "UTILITY")]) {
      const world = worldOf(flow);
      world.reactions = ["accept"];
      world.start();
      expect(world.at()).toBe("ended: by delivered");
    }
  });

  test("the node is never left before: a message of the contact does not end it", () => {
    const world = worldOf(offer());
    world.reactions = ["silence"];
    world.start();
    world.says("hello");
    expect(world.at()).toBe("at offer");
    expect(world.codes().at(-1)).toBe("to-inbox");
  });
});

describe("T2 statuses", () => {
  test("an answer implies delivered", () => {
    const world = worldOf(offer());
    world.reactions = ["accept"];
    world.start();
    world.taps("Yes");
    expect(world.at()).toBe("ended: by button:0");
    expect(world.message("offer").attempts[0]).toMatchObject({ state: "delivered", deliveredAt: START });
  });

  test("even before the call was answered, whose outcome is still waited for", () => {
    const world = worldOf(offer());
    world.reactions = ["silence"];
    world.start();
    world.taps("Yes");
    expect(world.at()).toBe("ended: by button:0");
    const message = world.message("offer");
    world.does({ kind: "attempt-accepted", message: message.id, attempt: message.attempts[0]?.id ?? "", wamid: "w1" });
    expect(world.message("offer").attempts[0]).toMatchObject({ state: "accepted", wamid: "w1" });
    expect(world.at()).toBe("ended: by button:0");
  });

  test("a status before the answer of the call", () => {
    const world = worldOf(offer());
    world.reactions = ["silence"];
    world.start();
    const message = world.message("offer");
    world.status(message, "delivered");
    expect(world.message("offer").attempts[0]).toMatchObject({ state: "delivered", wamid: expect.any(String) });
    expect(world.session().wait).toMatchObject({ for: "answer", until: START + 3 * DAY });
    const codes = world.codes();
    world.does({ kind: "attempt-accepted", message: message.id, attempt: message.attempts[0]?.id ?? "", wamid: "w1" });
    expect(world.codes()).toEqual(codes);
  });

  test("read implies delivered, and goes on from there", () => {
    const world = worldOf(offer({ waitForAnswer: false }));
    world.reactions = ["accept"];
    world.start();
    world.status(world.message("offer"), "read");
    expect(world.message("offer").attempts[0]).toMatchObject({ state: "read", deliveredAt: START, readAt: START });
    expect(world.at()).toBe("ended: by delivered");
    world.status(world.message("offer"), "delivered");
    expect(world.message("offer").attempts[0]).toMatchObject({ state: "read", deliveredAt: START });
  });

  test("a failure after delivery changes nothing", () => {
    const world = worldOf(offer());
    world.start();
    const before = JSON.stringify([world.state, [...world.messages]]);
    for (const why of [CAPPED, STOPPED, UNDELIVERABLE, CLOSED]) world.fails(world.message("offer"), why);
    expect(JSON.stringify([world.state, [...world.messages]])).toBe(before);
  });

  test("after the node was left, ledger and timeline only: no retries", () => {
    const world = worldOf(offer({ waitForAnswer: false, awaitDelivery: false }));
    world.reactions = ["accept"];
    world.start();
    expect(world.at()).toBe("ended: by delivered");
    expect(world.state.ledger.counted).toHaveLength(1);
    world.fails(world.message("offer"), CAPPED);
    expect(world.message("offer")).toMatchObject({ state: "refused", reason: "capped" });
    expect(world.state.ledger).toMatchObject({ counted: [], blocks: 1, blockedUntil: START + DAY });
    expect(world.log.findLast((entry) => entry.code === "blocked")?.params).toMatchObject({ retryAt: null });
    world.wait(30 * DAY);
    expect(world.message("offer").attempts).toHaveLength(1);
  });

  test("not even of what should come back later", () => {
    const world = worldOf(offer({ waitForAnswer: false, awaitDelivery: false }));
    world.reactions = ["accept"];
    world.start();
    world.fails(world.message("offer"), LATER);
    expect(world.fate("offer")).toBe("refused unreachable");
  });
});

describe("T3 timeout", () => {
  test("runs from delivery", () => {
    const world = worldOf(offer({ timeout: "PT2H" }));
    world.reactions = ["accept"];
    world.start();
    world.wait(5 * HOUR);
    world.status(world.message("offer"), "delivered");
    world.wait(2 * HOUR - 1);
    expect(world.at()).toBe("at offer");
    world.wait(1);
    expect(world.at()).toBe("ended: by timeout");
    expect(world.message("offer").leftBy).toBe("timeout");
  });

  test("3 days unless set", () => {
    const world = worldOf(offer());
    world.start();
    world.wait(3 * DAY);
    expect(world.at()).toBe("ended: by timeout");
    expect(world.now).toBe(START + 3 * DAY);
  });

  test("a timer that comes early or late changes nothing", () => {
    const world = worldOf(offer());
    world.start();
    const { id, generation } = world.session();
    world.does({ kind: "timer-fired", session: id, generation });
    world.wait(2 * DAY);
    world.taps("Yes");
    world.wait(2 * DAY);
    world.does({ kind: "timer-fired", session: id, generation });
    expect(world.at()).toBe("ended: by button:0");
  });
});

describe("T4 one deadline per visit", () => {
  test.each([
    ["a duration", "P2D", 2 * DAY],
    ["an instant", formatInstant(START + 3 * DAY), 3 * DAY],
    ["7 days unless set", undefined, 7 * DAY],
  ])("%s: expired while held", (_, deadline, span) => {
    const world = worldOf(other, offer(deadline === undefined ? {} : { deadline }));
    world.start("other");
    world.start("offer");
    world.wait(span - 1);
    expect(world.fate("offer")).toBe("held D2");
    world.wait(1);
    expect(world.at("offer")).toBe("ended: by expired");
    expect(world.message("offer")).toMatchObject({ state: "expired", reason: "expired", attempts: [] });
  });

  test("an instant that has passed: expired on entering", () => {
    const world = worldOf(offer({ deadline: formatInstant(START) }));
    world.start();
    expect(world.at()).toBe("ended: by expired");
    expect(world.messages.size).toBe(0);
  });

  test("over retries: capped, if any attempt met 131049", () => {
    const world = worldOf(offer({ deadline: "P2D" }));
    world.reactions = [{ late: CAPPED }, { call: CAPPED }];
    world.start();
    world.wait(2 * DAY);
    expect(world.at()).toBe("ended: by capped");
    expect(world.message("offer").attempts).toHaveLength(2);
  });

  test("over delivery: expired, though it was accepted; and it still counts", () => {
    const world = worldOf(offer({ deadline: "P1D" }));
    world.reactions = ["accept"];
    world.start();
    world.wait(DAY);
    expect(world.at()).toBe("ended: by expired");
    expect(world.message("offer")).toMatchObject({ state: "sent", reason: "expired", leftBy: "expired" });
    expect(world.state.ledger.counted).toHaveLength(1);
    world.status(world.message("offer"), "delivered");
    expect(world.at()).toBe("ended: by expired");
  });

  test("not over the answer: what was delivered is not given up", () => {
    const world = worldOf(offer({ deadline: "PT1H" }));
    world.start();
    world.wait(2 * DAY);
    expect(world.at()).toBe("at offer");
    expect(world.codes()).not.toContain("given-up");
  });

  test("nor where accepted stands for delivered", () => {
    const world = worldOf(offer({ timeout: "PT1H" }, ["Yes"], "UTILITY"));
    world.reactions = ["accept"];
    world.start();
    world.wait(2 * HOUR);
    expect(world.at()).toBe("ended: by timeout");
    expect(world.codes()).not.toContain("given-up");
  });

  test("while it is in flight its outcome is waited for", () => {
    const world = worldOf(offer({ deadline: "PT1H" }));
    world.reactions = ["silence"];
    world.start();
    world.wait(2 * HOUR);
    expect(world.at()).toBe("at offer");
    const message = world.message("offer");
    world.reactions = ["deliver"];
    world.does({
      kind: "attempt-failed",
      message: message.id,
      attempt: message.attempts[0]?.id ?? "",
      failure: CAPPED,
    });
    world.wait(0);
    expect(world.at()).toBe("ended: by capped");
  });

  test("a message that is claimed after its deadline never goes, even if nobody noticed yet", () => {
    const world = worldOf(offer({ deadline: "PT1H" }));
    world.channel = { ...world.channel, paused: true };
    world.start();
    world.now += 2 * HOUR;
    world.channel = { ...world.channel, paused: false };
    world.drain();
    expect(world.phone).toEqual([]);
    expect(world.at()).toBe("ended: by expired");
  });

  test("nor one that an interaction would release after its deadline", () => {
    const world = worldOf(other, offer({ deadline: "PT1H" }));
    world.start("other");
    world.start("offer");
    world.now += 2 * HOUR;
    world.says("hi");
    expect(world.phone).toEqual(["template: This is second"]);
    expect(world.at("offer")).toBe("ended: by expired");
  });

  test("what comes back later comes back before it, or not at all", () => {
    const world = worldOf(offer({ deadline: "PT2H" }));
    world.reactions = ["not-sent", "not-sent", "not-sent"];
    world.start();
    world.wait(5 * HOUR);
    expect(world.at()).toBe("ended: by expired");
    expect(world.state.ledger.counted).toEqual([]);
  });
});

describe("T5 whenHeld", () => {
  test("leave: at once, by expired, and nothing was ever sent", () => {
    const world = worldOf(other, offer({ whenHeld: "leave" }));
    world.start("other");
    world.start("offer");
    expect(world.at("offer")).toBe("ended: by expired");
    expect(world.messages.size).toBe(1);
    expect(world.log.find((entry) => entry.code === "not-sent")).toMatchObject({
      rule: "D2",
      params: { reason: "would-hold" },
    });
  });

  test("leave: also when the claim finds it held (D12)", () => {
    const world = worldOf(other, offer({ whenHeld: "leave" }));
    world.channel = { ...world.channel, paused: true, policy: { ...world.channel.policy, gate: "platform" } };
    world.start("other");
    world.start("offer");
    world.channel = { ...world.channel, paused: false, policy: { ...world.channel.policy, gate: "strict" } };
    world.drain();
    expect(world.at("offer")).toBe("ended: by expired");
    expect(world.fate("offer")).toBe("expired expired");
  });

  test("leave: after a block it does not wait for the next try", () => {
    const world = worldOf(offer({ whenHeld: "leave" }));
    world.reactions = [{ late: CAPPED }];
    world.start();
    expect(world.at()).toBe("ended: by capped");
  });
});

describe("T6 ways out", () => {
  test.each<[string, Failure, string]>([
    ["131050", STOPPED, "ended: by opted-out"],
    ["a permanent error", UNDELIVERABLE, "ended: by failed"],
    ["130472", { code: 130472, kind: "permanent", says: "experiment" }, "ended: by failed"],
    ["131047 of a template", CLOSED, "ended: by failed"],
  ])("%s, on the call or late", (_, why, at) => {
    for (const reaction of [{ call: why }, { late: why }]) {
      const world = worldOf(offer());
      world.reactions = [reaction];
      world.start();
      expect(world.at()).toBe(at);
      expect(world.state.ledger.counted).toEqual([]);
    }
  });

  test("D1 on entering, and D4", () => {
    const stopped = worldOf(offer());
    stopped.says("stop");
    stopped.start();
    expect(stopped.at()).toBe("ended: by opted-out");
    const american = worldOf(offer());
    american.state = { ...american.state, contact: { ...american.state.contact, identity: { phone: "+12125550100" } } };
    american.start();
    expect(american.at()).toBe("ended: by failed");
    expect(american.log.find((entry) => entry.code === "not-sent")).toMatchObject({
      rule: "D4",
      params: { reason: "us-marketing-paused" },
    });
  });

  test("a utility template has no ways but failed", () => {
    const world = worldOf(offer({}, ["Yes"], "UTILITY"));
    world.reactions = [{ late: UNDELIVERABLE }];
    world.start();
    expect(world.at()).toBe("ended: by failed");
  });

  test("130429 and the like come again, and nobody leaves", () => {
    const world = worldOf(offer());
    world.reactions = [{ call: LATER }];
    world.start();
    expect(world.message("offer")).toMatchObject({ state: "queued", notBefore: START + MINUTE });
    expect(world.state.ledger.counted).toEqual([]);
    world.wait(MINUTE);
    expect(world.phone).toEqual(["template: This is sale"]);
  });
});

const chat = flowOf(
  "chat",
  {
    entry: ["entry", { trigger: { kind: "keyword", words: ["go"] } }],
    hello: ["text", { text: "Hello" }],
    pause: ["delay", { duration: "PT1H" }],
    ask: ["buttons", { body: "Well?", buttons: [{ id: "y", title: "Yes" }] }],
    gone: ["end", { reason: "by window-closed" }],
  },
  ["entry next hello", "hello next pause", "pause next ask", "ask window-closed gone"],
);

describe("T7 free-form refused after its node was left", () => {
  test("D12: the message is refused, the session stays, the timeline says so", () => {
    const world = worldOf(chat);
    world.reactions = ["not-sent"];
    world.says("go");
    world.now += 25 * HOUR;
    world.drain();
    expect(world.fate("hello")).toBe("refused window-closed");
    expect(world.at()).toBe("at pause");
    expect(world.log.findLast((entry) => entry.code === "not-sent")).toMatchObject({
      rule: "D9",
      node: "hello",
      params: { reason: "window-closed", since: START },
    });
  });

  test("D14: 131047 in a webhook, too", () => {
    const world = worldOf(chat);
    world.reactions = [{ late: CLOSED }];
    world.says("go");
    expect(world.fate("hello")).toBe("refused window-closed");
    expect(world.at()).toBe("at pause");
    world.wait(HOUR);
    // Meta's clock says closed: the question is not even tried.
    expect(world.at()).toBe("ended: by window-closed");
  });

  test("a question whose node still waits is left by window-closed", () => {
    const world = worldOf(chat);
    world.reactions = ["deliver", { late: CLOSED }];
    world.says("go");
    world.wait(HOUR);
    expect(world.at()).toBe("ended: by window-closed");
  });
});

describe("T9 what was decided is never rewritten", () => {
  test("texts are resolved when the node runs, and kept over hold and retry", () => {
    const flow = flowOf(
      "offer",
      {
        entry: ["entry", { trigger: { kind: "api" } }],
        offer: ["template", { name: "sale", language: "en", parameters: ["{{ contact.name }}"] }],
      },
      ["entry next offer"],
      {
        templates: [templateOf("sale", [], { components: [{ type: "BODY", text: "Hi {{1}}" }] })],
      },
    );
    const world = worldOf(flow);
    world.reactions = [{ late: CAPPED }];
    world.start();
    world.state = { ...world.state, contact: { ...world.state.contact, name: "Somebody else" } };
    world.wait(DAY);
    expect(world.phone).toEqual(["template: Hi Asha"]);
  });
});

describe("§6 after 131049", () => {
  test("B1 five tries, each wait longer than the one before, then capped", () => {
    const world = worldOf(offer({ deadline: "P60D" }));
    world.reactions = Array.from({ length: 9 }, () => ({ late: CAPPED }));
    world.start();
    world.wait(60 * DAY);
    const { attempts } = world.message("offer");
    expect(attempts.map((attempt) => (attempt.at - START) / HOUR)).toEqual([0, 24, 60, 114, 195]);
    expect(world.at()).toBe("ended: by capped");
    expect(world.log.filter((entry) => entry.code === "blocked").map((entry) => entry.params["try"])).toEqual([
      2, 3, 4, 5, 6,
    ]);
  });

  test("B1 the number of tries is the node's to set", () => {
    const world = worldOf(offer({ retries: 1 }));
    world.reactions = [{ late: CAPPED }];
    world.start();
    expect(world.at()).toBe("ended: by capped");
  });

  test("B1, B2 k is the contact's, not the message's: the next flow waits as long", () => {
    const world = worldOf(offer({ retries: 1 }), other);
    world.reactions = [{ late: CAPPED }, { late: CAPPED }];
    world.start("offer");
    world.start("other");
    expect(world.message("second").hold).toMatchObject({ rule: "D5", until: START + DAY });
    world.wait(DAY);
    expect(world.message("second").hold).toMatchObject({ rule: "B1", until: START + DAY + 36 * HOUR });
  });

  test("B1 inside the cooldown one for each interaction: the template itself where there is no twin", () => {
    const world = worldOf(offer({ prefer: "template", deadline: "P60D" }));
    world.reactions = [{ late: CAPPED }, { late: CAPPED }, { late: CAPPED }];
    world.start();
    world.wait(HOUR);
    world.says("hello");
    expect(world.message("offer").attempts).toHaveLength(2);
    world.wait(HOUR);
    expect(world.message("offer").attempts).toHaveLength(2);
    world.says("hello?");
    expect(world.message("offer").attempts).toHaveLength(3);
  });

  test("B1 blocked while the window is open: not again at once", () => {
    const world = worldOf(offer({ prefer: "template" }));
    world.says("hi");
    world.reactions = [{ late: CAPPED }];
    world.start();
    expect(world.message("offer")).toMatchObject({ state: "held", hold: { rule: "B1", interaction: true } });
    expect(world.message("offer").attempts).toHaveLength(1);
  });

  test("B1 what is written while it is blocked is no answer to it", () => {
    const world = worldOf(offer({ prefer: "template" }));
    world.reactions = [{ late: CAPPED }, { late: CAPPED }];
    world.start();
    expect(world.session().wait).toMatchObject({ for: "message", until: null });
    world.says("good morning");
    expect(world.at()).toBe("at offer");
  });

  test("B3 on the call, in a webhook, or both: one failure, counted once", () => {
    const world = worldOf(offer());
    world.reactions = [{ call: CAPPED }];
    world.start();
    world.fails(world.message("offer"), CAPPED);
    world.fails(world.message("offer"), CAPPED);
    expect(world.state.ledger.blocks).toBe(1);
    expect(world.message("offer")).toMatchObject({ blocks: 1, state: "held" });
    expect(world.log.filter((entry) => entry.code === "blocked")).toHaveLength(1);
  });

  test("B3 a webhook before the answer of the call", () => {
    const world = worldOf(offer());
    world.reactions = ["silence"];
    world.start();
    const message = world.message("offer");
    world.fails(message, CAPPED);
    world.does({ kind: "attempt-accepted", message: message.id, attempt: message.attempts[0]?.id ?? "", wamid: "w1" });
    expect(world.message("offer")).toMatchObject({ blocks: 1, state: "held" });
  });

  test("B4 free-form inside the window, and utility, while capped", () => {
    const receipt = { ...offer({ waitForAnswer: false }, [], "UTILITY"), id: "receipt", name: "receipt" };
    const world = worldOf(offer(), chat, receipt);
    world.reactions = [{ late: CAPPED }];
    world.start("offer");
    world.start("receipt");
    expect(world.phone).toEqual(["template: This is sale"]);
    world.says("go");
    expect(world.phone).toContain("free-form: Hello");
  });

  test("B7 unknown: counts, is never sent again by the program, and the session goes on by its timeout", () => {
    const world = worldOf(offer({ timeout: "PT2H" }));
    world.reactions = ["unknown"];
    world.start();
    expect(world.message("offer")).toMatchObject({ state: "sent" });
    expect(world.state.ledger.counted).toHaveLength(1);
    world.wait(HOUR);
    expect(world.message("offer").attempts).toHaveLength(1);
    world.wait(HOUR);
    expect(world.at()).toBe("ended: by timeout");
  });

  test("B7 found out later: it was delivered", () => {
    const world = worldOf(offer());
    world.reactions = ["unknown"];
    world.start();
    world.wait(HOUR);
    world.status(world.message("offer"), "delivered");
    expect(world.session().wait).toMatchObject({ for: "answer", until: START + HOUR + 3 * DAY });
  });

  test("B7 a person resends it", () => {
    const world = worldOf(offer());
    world.reactions = ["unknown"];
    world.start();
    world.does({ kind: "unknown-resent", message: world.message("offer").id, by: "Bo" });
    expect(world.message("offer").attempts.map((attempt) => attempt.state)).toEqual(["failed", "delivered"]);
    expect(world.state.ledger.counted).toHaveLength(1);
    expect(world.session().wait).toMatchObject({ for: "answer", until: START + 3 * DAY });
  });

  test("B7 or forgets it: it counts no more, and what waited behind it goes", () => {
    const world = worldOf(offer(), other);
    world.reactions = ["unknown"];
    world.start("offer");
    world.start("other");
    expect(world.fate("second")).toBe("held D2");
    world.does({ kind: "unknown-forgotten", message: world.message("offer").id, by: "Bo" });
    expect(world.fate("offer")).toBe("withdrawn forgotten by Bo");
    expect(world.phone).toEqual(["template: This is second"]);
    expect(world.does({ kind: "unknown-forgotten", message: world.message("second").id, by: "Bo" }).kind).toBe(
      "unknown-subject",
    );
  });
});
