/** A platform error as the conversation understands it: what to do, when to try again, what to tell people. */
import type { Failure } from "@sluice/shared/conversation/event";
import type { Message } from "@sluice/shared/conversation/message";
import { HOUR, MINUTE, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import { describeCode, stopsChannel } from "../whatsapp/error-codes.ts";

/** How often "soon" is tried before it counts as permanent. */
const SOON_TRIES = 4;
const PAIR_RATE = 131056;
/** A new template takes the marketing API up to ten minutes (WR §5.2). */
const STILL_SYNCING = 134101;
const SYNCED_WITHIN: number = 10 * MINUTE;
const LONGEST: number = HOUR;

/** `retryAfter` as the answer asked for it, in milliseconds. */
export function failureOf(code: number, message: Message, now: Instant, retryAfter = 0): Failure {
  const description = describeCode(code);
  const says = description.forPeople;
  switch (description.port) {
    case "capped":
      return { code, kind: "capped", says };
    case "opted-out":
      return { code, kind: "opted-out", says };
    case "window-closed":
      return { code, kind: "window-closed", says };
    default:
      break;
  }
  if (description.stops === "template") return { code, kind: "template-stopped", says };
  if (stopsChannel(code)) return { code, kind: "channel-stopped", says };
  const mayComeAgain = description.retry === "backoff" || (description.retry === "soon" && message.delays < SOON_TRIES);
  if (!mayComeAgain) return { code, kind: "permanent", says };
  return {
    code,
    kind: "later",
    retryAt: now + Math.max(retryAfter, delayOf(code, message.delays)),
    says,
  };
}

/** WR §4: a pair waits 4^x seconds; everything else doubles from 2 s. */
function delayOf(code: number, delays: number): number {
  if (code === STILL_SYNCING) return SYNCED_WITHIN;
  if (code === PAIR_RATE) return Math.min(LONGEST, 4 ** delays * SECOND);
  return Math.min(LONGEST, 2 ** (delays + 1) * SECOND);
}
