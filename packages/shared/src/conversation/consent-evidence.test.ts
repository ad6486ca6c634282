/** What is known of the wish for offers, with its evidence; and how people take what we send (E1). */
import { describe, expect, test } from "vitest";
import { engagementFacts } from "../caps/engagement.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { formatInstant } from "../time/instant.ts";
import type { Consent } from "./state.ts";
import { CAPPED, START, STOPPED, TestWorld } from "./test-world.ts";
import { sayEntry } from "./timeline.ts";

const offer = flowOf(
  "offer",
  { entry: ["entry", { trigger: { kind: "campaign" } }], offer: ["template", { name: "sale", language: "en" }] },
  ["entry next offer"],
  { templates: [templateOf("sale", ["Yes"])] },
);
const keep = (marketing: "in" | "out") =>
  flowOf("keep", { entry: ["entry", { trigger: { kind: "api" } }], keep: ["consent", { marketing }] }, [
    "entry next keep",
  ]);

const told = (wants: "in" | "out", at = START) =>
  ({ kind: "consent-set", channel: "c1", wants, source: "Checkout form", by: "Rohan", at }) as const;

describe("evidence of consent", () => {
  test.each<[string, (world: TestWorld) => void, Consent | undefined]>([
    ["nobody said anything", () => {}, undefined],
    ["STOP", (world) => world.says("Stop"), { state: "out", at: START, source: 'wrote "Stop"', by: null }],
    [
      "STOP and START",
      (world) => {
        world.says("stop");
        world.says("start");
      },
      { state: "in", at: START, source: 'wrote "start"', by: null },
    ],
    [
      "WhatsApp's switch",
      (world) => world.does({ kind: "preference-changed", channel: "c1", wants: "stop", at: START }),
      { state: "out", at: START, source: "WhatsApp's own switch", by: null },
    ],
    [
      "131050",
      (world) => {
        world.reactions = [{ call: STOPPED }];
        world.start("offer");
      },
      { state: "out", at: START, source: "WhatsApp's own switch", by: null },
    ],
    ["a flow", (world) => world.start("keep"), { state: "in", at: START, source: "the flow keep", by: null }],
    ["a person", (world) => world.does(told("in")), { state: "in", at: START, source: "Checkout form", by: "Rohan" }],
  ])("%s", (_, happens, consent) => {
    const world = new TestWorld(offer, keep("in"));
    happens(world);
    expect(world.state.contact.consent).toEqual(consent);
  });

  test("D1 what a person wrote down stops and allows offers, as STOP and START do", () => {
    const world = new TestWorld(offer);
    world.does(told("out"));
    world.start();
    expect(world.at()).toBe("ended: opted-out");
    world.does(told("in"));
    world.start();
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("D13 held offers leave by opted-out at once", () => {
    const world = new TestWorld(offer, { ...offer, id: "second" });
    world.start("offer");
    world.start("second");
    expect(world.at("second")).toBe("at offer");
    world.does(told("out"));
    expect(world.at("second")).toBe("ended: opted-out");
  });

  test("older evidence than what is known changes nothing, and stands in the timeline", () => {
    const world = new TestWorld(offer);
    world.says("stop");
    world.does(told("in", START - 30 * DAY));
    expect(world.state.contact.consent?.state).toBe("out");
    expect(world.state.ledger.stoppedByWordAt).not.toBeNull();
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC")).toEqual({
      sentence: "Rohan wrote down that Asha wants offers, as of 24 Oct: Checkout form.",
      glyph: "opted-in",
      rule: "D1",
    });
  });

  test("WhatsApp's own stop is not lifted by what a person writes down", () => {
    const world = new TestWorld(offer);
    world.does({ kind: "preference-changed", channel: "c1", wants: "stop", at: START });
    world.does(told("in", START + 1));
    world.start();
    expect(world.at()).toBe("ended: opted-out");
  });
});

describe("what is known is changed by hand", () => {
  const change = (world: TestWorld, what: object) =>
    world.does({ kind: "contact-changed", channel: "c1", by: "Rohan", ...what });

  test("name, zone and fields; null removes a field; the timeline names them", () => {
    const world = new TestWorld(offer);
    change(world, { fields: { size: "M", city: "Santos" } });
    change(world, { name: "Asha R.", timeZone: "Asia/Kolkata", fields: { size: "L", city: null } });
    expect(world.state.contact).toMatchObject({ name: "Asha R.", timeZone: "Asia/Kolkata", fields: { size: "L" } });
    expect(world.state.contact.fields).not.toHaveProperty("city");
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toBe(
      "Rohan changed name, time zone, size, city of Asha.",
    );
  });

  test("what stays the same is no change", () => {
    const world = new TestWorld(offer);
    change(world, { fields: { size: "M" } });
    const lines = world.log.length;
    change(world, { name: "Asha", fields: { size: "M", nothing: null } });
    expect(world.log).toHaveLength(lines);
  });

  test("D15 D8 another zone decides quiet hours anew", () => {
    const world = new TestWorld(offer);
    const { policy } = world.channel;
    // 10:00 UTC is 19:00 in Tokyo.
    world.channel = { ...world.channel, policy: { ...policy, quietHours: [{ from: 18 * 60, to: 23 * 60 }] } };
    change(world, { timeZone: "Asia/Tokyo" });
    world.start();
    expect(world.fate("offer")).toBe("held D8");
    change(world, { timeZone: "UTC" });
    expect(world.fate("offer")).toBe("sent delivered");
  });
});

describe("E1 engagement", () => {
  test("replies, taps, reads, the last offer and the last block are kept", () => {
    const world = new TestWorld(offer);
    world.start();
    world.now += MINUTE;
    world.status(world.message("offer"), "read");
    world.status(world.message("offer"), "read");
    world.now += MINUTE;
    world.taps("Yes");
    world.now += HOUR;
    world.says("thanks");
    world.now += 30 * HOUR;
    world.reactions = [{ late: CAPPED }];
    world.start();
    const text = (after: number) => formatInstant(START + after);
    expect(engagementFacts(world.state.ledger)).toEqual({
      replies: 2,
      taps: 1,
      reads: 1,
      lastReply: text(2 * MINUTE + HOUR),
      lastTap: text(2 * MINUTE),
      lastRead: text(MINUTE),
      lastMarketing: text(0),
      lastBlocked: text(2 * MINUTE + 31 * HOUR),
    });
  });

  test("nothing yet is nothing", () => {
    expect(engagementFacts(new TestWorld(offer).state.ledger)).toEqual({
      replies: 0,
      taps: 0,
      reads: 0,
      lastReply: null,
      lastTap: null,
      lastRead: null,
      lastMarketing: null,
      lastBlocked: null,
    });
  });

  test("conditions see it, and what is known of consent", () => {
    const asks = flowOf(
      "asks",
      {
        entry: ["entry", { trigger: { kind: "api" } }],
        ask: [
          "condition",
          { branches: [{ id: "warm", when: "contact.engagement.replies > 0 and contact.consent == 'unknown'" }] },
        ],
        warm: ["end", { reason: "warm" }],
        cold: ["end", { reason: "cold" }],
      },
      ["entry next ask", "ask branch:warm warm", "ask else cold"],
    );
    const world = new TestWorld(asks);
    world.start();
    expect(world.at()).toBe("ended: cold");
    world.says("hi");
    world.start();
    expect(world.at()).toBe("ended: warm");
    world.does(told("in"));
    world.start();
    expect(world.at()).toBe("ended: cold");
  });
});
