/** How a contact takes what we send (E1), as conditions and people see it. */
import type { Json } from "../flow/json.ts";
import { formatInstant, type Instant } from "../time/instant.ts";
import { type Ledger, NO_ENGAGEMENT } from "./ledger.ts";

/**
 * What `contact.engagement` is in expressions: counts, and instants as texts ("2026-11-23T10:00:00Z"; null: never).
 *
 *   contact.engagement.lastReply      the last message or tap
 *   contact.engagement.lastMarketing  the last offer that was shown
 */
export function engagementFacts(ledger: Ledger): Record<string, Json> {
  const { replies, taps, lastTapAt, reads, lastReadAt, lastMarketingAt, lastBlockAt } =
    ledger.engagement ?? NO_ENGAGEMENT;
  const text = (at: Instant | null) => (at === null ? null : formatInstant(at));
  return {
    replies,
    taps,
    reads,
    lastReply: text(ledger.lastInteractionAt),
    lastTap: text(lastTapAt),
    lastRead: text(lastReadAt),
    lastMarketing: text(lastMarketingAt),
    lastBlocked: text(lastBlockAt),
  };
}
