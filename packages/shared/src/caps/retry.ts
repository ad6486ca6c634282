/** After 131049 (caps.md §6, B1): wait at least the rule set's cooldown, longer each time, and give up in the end. */
import { DAY, type Duration } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import type { RuleSet } from "./rule-sets/rule-set.ts";

export const DEFAULT_TRIES = 5;
const GROWTH = 1.5;
const LONGEST: Duration = 7 * DAY;
/** Jitter goes upwards only: nobody is tried before the cooldown has passed. */
const MOST_JITTER = 0.05;

/**
 * When marketing may be tried again after the k-th block in a row (k from 1): `cooldown × 1.5^(k−1)` plus up to 5 %
 * jitter, at most 7 days. `chance` is in [0, 1).
 */
export function blockedUntil(failedAt: Instant, k: number, ruleSet: RuleSet, chance: number): Instant {
  const wait = ruleSet.cooldown * GROWTH ** Math.max(0, k - 1) * (1 + MOST_JITTER * chance);
  return failedAt + Math.ceil(Math.min(LONGEST, wait));
}
