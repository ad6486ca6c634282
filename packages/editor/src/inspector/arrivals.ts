/** What arrives at a marketing node, in words: unanswered templates, the window, and how late it is. */
import type { Arrival } from "@sluice/shared/lint/arrivals";
import { DAY, sayDuration } from "@sluice/shared/time/duration";

export interface Arrivals {
  unanswered: string;
  window: "open" | "perhaps" | "closed" | "unknown";
  /** Since the session started. */
  since: string;
}

/** Undefined: nobody gets there on any path. */
export function sayArrival(arrival: Arrival | undefined): Arrivals {
  if (!arrival) return { unanswered: "–", window: "unknown", since: "–" };
  return {
    unanswered: sayStreak(arrival.streak),
    window: sayWindow(arrival.sinceInbound),
    since: saySpan(arrival.sinceEntry),
  };
}

function sayStreak([least, most]: Arrival["streak"]): string {
  const word = (number: number) => (number >= 2 ? "2 or more" : String(number));
  if (least === most) return least === 1 ? "1 template" : word(least);
  return most >= 2 ? `${least} or more` : `${least} or ${most}`;
}

/** Null is never: the window was not open at all. */
function sayWindow([least, most]: Arrival["sinceInbound"]): Arrivals["window"] {
  if (least === null || least >= DAY) return "closed";
  return most !== null && most < DAY ? "open" : "perhaps";
}

function saySpan([least, most]: Arrival["sinceEntry"]): string {
  const word = (time: number) => (time === 0 ? "0" : sayDuration(time));
  if (least === most) return least === 0 ? "at once" : word(least);
  return Number.isFinite(most) ? `${word(least)} to ${word(most)}` : `${word(least)} or more`;
}
