/** Ids of ours: sortable by the time they were made, free of meaning. `newId("c", now)` -> "c_01KAFZ3M7QX4T9V0BENC". */
import { randomFillSync } from "node:crypto";
import type { Instant } from "@sluice/shared/time/instant";

/** Crockford's base 32: no I, L, O, U; sorts like the numbers it stands for. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 10;

/** A number in [0, 32). */
export type RandomDigit = () => number;

/** 10 digits of time in milliseconds and 10 of chance (50 bits). Within one millisecond the order is by chance. */
export function newId(prefix: string, now: Instant, random: RandomDigit = secureDigit): string {
  let time = "";
  for (let rest = Math.max(0, Math.floor(now)); time.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
    time = DIGITS[rest % 32] + time;
  }
  let chance = "";
  for (let digit = 0; digit < RANDOM_DIGITS; digit += 1) chance += DIGITS[random()];
  return `${prefix}_${time}${chance}`;
}

/** Chance is drawn in advance: one call to the generator for each id would cost more than all else here. */
const pool = new Uint8Array(4_096);
let used = pool.length;

function secureDigit(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte & 31;
}
