/** What is left of a cooldown after 131049 (B1), as bounds. */
import type { Policy } from "../caps/policy.ts";
import { blockedUntil } from "../caps/retry.ts";
import { DAY } from "../time/duration.ts";
import type { Item, Rest } from "./item.ts";
import type { VisitTimes } from "./visit-times.ts";

export const LONGEST_COOLDOWN = 7 * DAY * 1.05;

const NO_REST: Rest = { z0: 0, z1: 0 };
export const ANY_REST: Rest = { z0: 0, z1: LONGEST_COOLDOWN };

/** What is left of a cooldown after the step: the time of this visit that the step took is taken off. */
export function restAfter(parent: Item | null, times: VisitTimes): Rest {
  if (!parent || parent.z1 <= 0) return NO_REST;
  const [least, most] = [times.e0 - parent.e0, times.e1 - parent.e1];
  return { z0: Math.max(0, parent.z0 - most), z1: Math.max(0, parent.z1 - least) };
}

/** The cooldown after a block; `isFirst`: none before it that would make it longer. */
export function firstRest(ruleSet: Policy["ruleSet"], isFirst: boolean): Rest {
  return { z0: blockedUntil(0, 1, ruleSet, 0), z1: isFirst ? blockedUntil(0, 1, ruleSet, 1) : LONGEST_COOLDOWN };
}

/**
 * Every try is blocked and nobody speaks: when it is given up, and what is left of the last cooldown then. `least` and
 * `most` bound what is left of the deadline.
 */
export function cappedInSilence(
  tries: number,
  least: number,
  most: number,
  ruleSet: Policy["ruleSet"],
  isFirst: boolean,
): Rest & { a: number; b: number } {
  const [quick, slow] = [lastBlock(tries, least, ruleSet, 0), lastBlock(tries, most, ruleSet, 1)];
  if (!isFirst) return { a: quick.end, b: most, ...ANY_REST };
  const [a, b] = [Math.min(quick.end, slow.end), Math.max(quick.end, slow.end)];
  if (quick.count !== slow.count || least !== most) return { a, b, ...ANY_REST };
  return { a, b, z0: Math.min(quick.rest, slow.rest), z1: Math.max(quick.rest, slow.rest) };
}

export function lastBlock(
  tries: number,
  deadline: number,
  ruleSet: Policy["ruleSet"],
  chance: number,
): { end: number; rest: number; count: number } {
  let at = 0;
  for (let k = 1; ; k += 1) {
    const until = blockedUntil(at, k, ruleSet, chance);
    if (k >= tries) return { end: at, rest: until - at, count: k };
    if (until >= deadline) return { end: deadline, rest: until - deadline, count: k };
    at = until;
  }
}
