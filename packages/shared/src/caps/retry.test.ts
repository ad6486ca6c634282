import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../time/duration.ts";
import { blockedUntil, DEFAULT_TRIES } from "./retry.ts";
import { CURRENT_RULE_SET, RULE_SETS } from "./rule-sets.ts";

const T = 1_795_428_000_000;

test.each([
  [1, 24 * HOUR],
  [2, 36 * HOUR],
  [3, 54 * HOUR],
  [4, 81 * HOUR],
  [5, 121.5 * HOUR],
  [6, 7 * DAY],
  [60, 7 * DAY],
])("B1 block %i in a row: next try after %i ms", (k, wait) => {
  expect(blockedUntil(T, k, CURRENT_RULE_SET, 0)).toBe(T + wait);
});

test("B1 five tries unless the node says otherwise", () => {
  expect(DEFAULT_TRIES).toBe(5);
});

const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

property.prop([fc.integer({ min: 1, max: 5_000 }), chances, fc.constantFrom(...RULE_SETS)])(
  "B1 never sooner than the cooldown, never later than 7 days, jitter only upwards",
  (k, chance, rules) => {
    const until = blockedUntil(T, k, rules, chance);
    expect(until).toBeGreaterThanOrEqual(T + rules.cooldown);
    expect(until).toBeLessThanOrEqual(T + 7 * DAY);
    expect(until).toBeGreaterThanOrEqual(blockedUntil(T, k, rules, 0));
    expect(Number.isInteger(until)).toBe(true);
  },
);

property.prop([fc.integer({ min: 1, max: 50 }), chances, chances])(
  "B1 each wait at least as long as the one before",
  (k, a, b) => {
    expect(blockedUntil(T, k + 1, CURRENT_RULE_SET, a)).toBeGreaterThanOrEqual(blockedUntil(T, k, CURRENT_RULE_SET, b));
  },
);
