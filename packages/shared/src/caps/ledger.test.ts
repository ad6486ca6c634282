import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, SECOND } from "../time/duration.ts";
import {
  applyLedgerEvent,
  EMPTY_LEDGER,
  hasSpokenSinceBlock,
  isCounted,
  type Ledger,
  type LedgerEvent,
  rebuildLedger,
} from "./ledger.ts";

const T = 1_795_428_000_000;

const spoke = (at: number, channel = "c1"): LedgerEvent => ({ kind: "interaction", at, channel });
const sent = (at: number, attempt: string, template = true): LedgerEvent => ({
  kind: "counted",
  at,
  attempt,
  message: `m-${attempt}`,
  name: "Early access",
  flow: null,
  template,
});
const uncounted = (attempt: string): LedgerEvent => ({ kind: "uncounted", attempt });
const delivered = (attempt: string): LedgerEvent => ({ kind: "delivered", attempt });
const blocked = (at: number): LedgerEvent => ({ kind: "blocked", at, until: at + DAY });

const streak = (events: LedgerEvent[]) => rebuildLedger(events).counted.length;

describe("streak (§1)", () => {
  test.each<[string, LedgerEvent[], number]>([
    ["nothing sent", [], 0],
    ["counted from the moment it is in flight", [sent(T, "a")], 1],
    ["template and twin alike", [sent(T, "a"), sent(T + HOUR, "b", false)], 2],
    ["un-counted when it failed", [sent(T, "a"), sent(T + HOUR, "b"), uncounted("a")], 1],
    ["un-counting something unknown", [sent(T, "a"), uncounted("x")], 1],
    ["an interaction answers all", [sent(T, "a"), sent(T + HOUR, "b"), spoke(T + 2 * HOUR)], 0],
    ["on any channel of the WABA", [sent(T, "a"), spoke(T + HOUR, "c2")], 0],
    ["a call answers nothing", [sent(T, "a"), { kind: "call", at: T + HOUR, channel: "c1" }], 1],
    ["delivery changes nothing", [sent(T, "a"), delivered("a")], 1],
    ["a message written before, arriving late, answers nothing", [sent(T, "a"), spoke(T - HOUR)], 1],
    [
      "a late message answers what went out before it was written",
      [sent(T, "a"), sent(T + HOUR, "b"), spoke(T + SECOND)],
      1,
    ],
    ["whole seconds: 10:00:00 may have been written at 10:00:00.999", [sent(T + 999, "a"), spoke(T)], 0],
    ["whole seconds: not at 10:00:01", [sent(T + 1_000, "a"), spoke(T)], 1],
  ])("%s", (_, events, expected) => {
    expect(streak(events)).toBe(expected);
  });
});

describe("cooldown (B1)", () => {
  test("the later end stands, and blocks are counted", () => {
    const ledger = rebuildLedger([
      blocked(T),
      { kind: "blocked", at: T + HOUR, until: T + HOUR + 2 * DAY },
      blocked(T),
    ]);
    expect(ledger).toMatchObject({ blockedUntil: T + HOUR + 2 * DAY, blockedAt: T + HOUR, blocks: 3 });
  });

  test.each<[string, LedgerEvent[], number]>([
    ["reset by an interaction", [blocked(T), blocked(T + DAY), spoke(T + 2 * DAY)], 0],
    ["not by one from before the block", [blocked(T), spoke(T - HOUR)], 1],
    ["reset by a delivery", [blocked(T), sent(T + DAY, "a"), delivered("a")], 0],
    ["not by a second receipt of an old one", [sent(T, "a"), delivered("a"), blocked(T + HOUR), delivered("a")], 1],
    ["not by somebody else's message", [blocked(T), delivered("x")], 1],
    ["not by a call", [blocked(T), { kind: "call", at: T + HOUR, channel: "c1" }], 1],
  ])("k is %s", (_, events, k) => {
    expect(rebuildLedger(events).blocks).toBe(k);
  });

  test("it outlives an interaction, which only lets one go", () => {
    expect(rebuildLedger([blocked(T), spoke(T + HOUR)]).blockedUntil).toBe(T + DAY);
  });

  test.each<[string, LedgerEvent[], boolean]>([
    ["never blocked", [], true],
    ["spoke before only", [spoke(T - HOUR), blocked(T)], false],
    ["spoke after", [blocked(T), spoke(T + HOUR)], true],
    ["spoke in the same second", [blocked(T + 500), spoke(T)], true],
    ["blocked again since", [blocked(T), spoke(T + HOUR), blocked(T + 2 * HOUR)], false],
  ])("spoken since the block: %s", (_, events, expected) => {
    expect(hasSpokenSinceBlock(rebuildLedger(events))).toBe(expected);
  });
});

describe("memory", () => {
  test("what failed is forgotten for frequency too", () => {
    const ledger = rebuildLedger([sent(T, "a"), uncounted("a")]);
    expect(ledger.recent).toEqual([]);
    expect(isCounted(ledger, "a")).toBe(false);
  });

  test("answered marketing still counts for frequency", () => {
    expect(rebuildLedger([sent(T, "a"), spoke(T + HOUR)]).recent).toHaveLength(1);
  });

  test("60 days, and the streak longer", () => {
    const ledger = rebuildLedger([sent(T, "a"), sent(T + 60 * DAY, "b")]);
    expect(ledger.recent.map((known) => known.attempt)).toEqual(["b"]);
    expect(ledger.counted.map((known) => known.attempt)).toEqual(["a", "b"]);
  });

  test("consent: two flags", () => {
    const both = rebuildLedger([
      { kind: "stopped", by: "meta", at: T },
      { kind: "stopped", by: "word", at: T + 1 },
    ]);
    expect(both).toMatchObject({ stoppedByMetaAt: T, stoppedByWordAt: T + 1 });
    expect(applyLedgerEvent(both, { kind: "resumed", by: "word", at: T + 2 })).toMatchObject({
      stoppedByMetaAt: T,
      stoppedByWordAt: null,
    });
    expect(applyLedgerEvent(both, { kind: "resumed", by: "meta", at: T + 2 })).toMatchObject({
      stoppedByMetaAt: null,
      stoppedByWordAt: T + 1,
    });
  });
});

const attempts = fc.constantFrom("a", "b", "c", "d");
const instants = fc.integer({ min: T, max: T + 100 * DAY });
const channels = fc.constantFrom("c1", "c2");
const events: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.tuple(instants, channels).map(([at, channel]) => spoke(at, channel)),
  fc.tuple(instants, channels).map(([at, channel]): LedgerEvent => ({ kind: "call", at, channel })),
  fc.tuple(instants, attempts, fc.boolean()).map(([at, attempt, template]) => sent(at, attempt, template)),
  attempts.map(uncounted),
  attempts.map(delivered),
  instants.map(blocked),
  fc.tuple(instants, channels).map(([at, channel]): LedgerEvent => ({ kind: "window-refused", at, channel })),
  fc
    .tuple(instants, fc.constantFrom("meta" as const, "word" as const))
    .map(([at, by]): LedgerEvent => ({ kind: "stopped", by, at })),
  fc
    .tuple(instants, fc.constantFrom("meta" as const, "word" as const))
    .map(([at, by]): LedgerEvent => ({ kind: "resumed", by, at })),
);

property.prop([fc.array(events, { maxLength: 40 })])(
  "the ledger rebuilt from its log, read back from JSON, is the one kept event by event",
  (log) => {
    let kept: Ledger = EMPTY_LEDGER;
    for (const event of log) kept = JSON.parse(JSON.stringify(applyLedgerEvent(kept, event))) as Ledger;
    expect(rebuildLedger(JSON.parse(JSON.stringify(log)) as LedgerEvent[])).toEqual(kept);
  },
);

property.prop([fc.array(events, { maxLength: 40 }), events])(
  "an event never changes the ledger it is given",
  (log, next) => {
    const ledger = rebuildLedger(log);
    const before = JSON.stringify(ledger);
    applyLedgerEvent(ledger, next);
    expect(JSON.stringify(ledger)).toBe(before);
  },
);

property.prop([fc.array(events, { maxLength: 40 }), instants])(
  "nothing that went out before the last interaction is left in the streak",
  (log, at) => {
    const { counted } = applyLedgerEvent(rebuildLedger(log), spoke(at));
    for (const known of counted) expect(known.at).toBeGreaterThanOrEqual(at + SECOND);
  },
);

describe("D1 consent that arrives late or out of order", () => {
  const stop = (by: "meta" | "word", at: number): LedgerEvent => ({ kind: "stopped", by, at });
  const resume = (by: "meta" | "word", at: number): LedgerEvent => ({ kind: "resumed", by, at });

  test.each(["meta", "word"] as const)("by %s: what was said last counts, not what was heard last", (by) => {
    const flag = by === "meta" ? "stoppedByMetaAt" : "stoppedByWordAt";
    expect(rebuildLedger([resume(by, 9_000), stop(by, 5_000)])[flag]).toBeNull();
    expect(rebuildLedger([stop(by, 9_000), resume(by, 5_000)])[flag]).toBe(9_000);
    expect(rebuildLedger([stop(by, 5_000), resume(by, 9_000)])[flag]).toBeNull();
    expect(rebuildLedger([stop(by, 9_000), stop(by, 5_000), resume(by, 7_000)])[flag]).toBe(9_000);
  });

  test("in doubt, inside the same second, the stop counts", () => {
    expect(rebuildLedger([resume("word", 5_999), stop("word", 5_000)]).stoppedByWordAt).toBe(5_000);
  });
});
