/** The customer service window (WR §3): open for 24 h after the contact's last inbound message or call. */
import { DAY, type Duration, MINUTE } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import type { Ledger } from "./ledger.ts";

export const WINDOW: Duration = DAY;
/** A twin is only sent while at least this much of the window is left (D3). */
export const TWIN_MARGIN: Duration = 5 * MINUTE;

/** When the window of this channel closes or closed; null when it never was open or Meta says it is closed (D14). */
export function windowClosesAt(ledger: Ledger, channel: string): Instant | null {
  const window = ledger.windows[channel];
  if (!window) return null;
  if (window.refusedAt !== undefined && window.refusedAt >= window.lastInboundAt)
    return Math.min(window.refusedAt, window.lastInboundAt + WINDOW);
  return window.lastInboundAt + WINDOW;
}

/** Open iff the last inbound is younger than 24 h: at exactly 24 h it is closed. */
export function isWindowOpen(ledger: Ledger, channel: string, now: Instant): boolean {
  const closes = windowClosesAt(ledger, channel);
  return closes !== null && now < closes;
}

/** What is left of the window; 0 when it is closed. */
export function windowLeft(ledger: Ledger, channel: string, now: Instant): Duration {
  const closes = windowClosesAt(ledger, channel);
  return closes === null ? 0 : Math.max(0, closes - now);
}
