/** What is left of a cooldown after 131049 (B1), as bounds. */
import type { Policy } from "../caps/policy.ts";
import { blockedUntil } from "../caps/retry.ts";
import { DAY } from "../time/duration.ts";
import type { Item, Rest } from "./item.ts";
import { MANY } from "./state-class.ts";
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

/** The cooldown after block number `blocks`, or what is left of the one that runs already. */
export function restAfterBlock(ruleSet: Policy["ruleSet"], blocks: number, running: Rest): Rest {
  const isKnown = blocks < MANY;
  return {
    z0: Math.max(running.z0, blockedUntil(0, isKnown ? blocks : 1, ruleSet, 0)),
    z1: isKnown ? Math.max(running.z1, blockedUntil(0, blocks, ruleSet, 1)) : LONGEST_COOLDOWN,
  };
}

/** After so many tries more, some of them after a word, which ends the count. */
export function anyRest(ruleSet: Policy["ruleSet"], before: number, tries: number): Rest {
  return before + tries < MANY ? { z0: 0, z1: blockedUntil(0, before + tries, ruleSet, 1) } : ANY_REST;
}

/**
 * Every try is blocked and nobody speaks: when it is given up, and what is left of the last cooldown then. `least` and
 * `most` bound what is left of the deadline, `before` is how many blocks there were already.
 */
export function cappedInSilence(
  tries: number,
  least: number,
  most: number,
  ruleSet: Policy["ruleSet"],
  before: number,
): Rest & { a: number; b: number; blocks: number } {
  const isKnown = before < MANY;
  const quick = lastBlock(tries, least, ruleSet, 0, isKnown ? before : 0);
  const slow = lastBlock(tries, most, ruleSet, 1, isKnown ? before : 0);
  if (!isKnown) return { a: quick.end, b: most, ...ANY_REST, blocks: MANY };
  const [a, b] = [Math.min(quick.end, slow.end), Math.max(quick.end, slow.end)];
  if (quick.count !== slow.count || least !== most) return { a, b, ...anyRest(ruleSet, before, tries), blocks: MANY };
  const [z0, z1] = [Math.min(quick.rest, slow.rest), Math.max(quick.rest, slow.rest)];
  return { a, b, z0, z1, blocks: before + quick.count };
}

export function lastBlock(
  tries: number,
  deadline: number,
  ruleSet: Policy["ruleSet"],
  chance: number,
  before: number,
): { end: number; rest: number; count: number } {
  let at = 0;
  for (let k = 1; ; k += 1) {
    const until = blockedUntil(at, before + k, ruleSet, chance);
    if (k >= tries) return { end: at, rest: until - at, count: k };
    if (until >= deadline) return { end: deadline, rest: until - deadline, count: k };
    at = until;
  }
}
