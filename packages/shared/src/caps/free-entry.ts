/**
 * The free entry point (WR §3): the contact came by an ad or a page button, we answered within 24 h, and from that answer
 * on everything is free for 72 h. About price, never about permission.
 */
import { DAY, type Duration } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import type { Ledger } from "./ledger.ts";

/** How long we may take to answer, and how long it is free from the answer on. */
const ANSWER_WITHIN: Duration = DAY;
const FREE_FOR: Duration = 3 * DAY;

/** Until when everything on this channel is free; null: it is not, or we have not answered yet. */
export function freeUntil(ledger: Ledger, channel: string): Instant | null {
  const answeredAt = ledger.freeEntries?.[channel]?.answeredAt;
  return answeredAt === undefined ? null : answeredAt + FREE_FOR;
}

/** Is a message that leaves now free? The answer that opens it is free too. */
export function isFreeEntry(ledger: Ledger, channel: string, now: Instant): boolean {
  const until = freeUntil(ledger, channel);
  return until === null ? opensFreeEntry(ledger, channel, now) : now < until;
}

/** Would an answer at this instant open it? */
export function opensFreeEntry(ledger: Ledger, channel: string, at: Instant): boolean {
  const entry = ledger.freeEntries?.[channel];
  return entry !== undefined && entry.answeredAt === undefined && at < entry.referredAt + ANSWER_WITHIN;
}
