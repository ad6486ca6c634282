/**
 * The customer service window as a basin that drains in 24 hours: open with its level, closing (last 4 h) nearly empty
 * and in warning colour, closed crossed and lidded. Meter and words carry the same fact.
 */
import { DAY, HOUR } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import { sayRemaining } from "./say-time.ts";

export type WindowState = "open" | "closing" | "closed";

/** `until` is when it closes (null: never opened). The last 4 hours are "closing". */
export function windowState(until: Instant | null, now: Instant): WindowState {
  if (until === null || until <= now) return "closed";
  return until - now < 4 * HOUR ? "closing" : "open";
}

export function WindowMeter({ until, now, size = 16 }: { until: Instant | null; now: Instant; size?: number }) {
  const state = windowState(until, now);
  const left = until === null ? 0 : Math.max(0, Math.min(1, (until - now) / DAY));
  const top = (13 - left * 10).toFixed(1);
  return (
    <svg
      className="meter"
      data-state={state}
      data-large={size > 30 ? "" : undefined}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden
    >
      {state === "closed" ? (
        <path className="meter-lid" d="M1 2.6h14M5.5 10.8l5-5M5.5 5.8l5 5" />
      ) : (
        <path
          className="meter-level"
          d={`M2.6 ${top}q1.35-1.3 2.7 0t2.7 0 2.7 0 2.7 0V12a1.6 1.6 0 0 1-1.6 1.6H4.2A1.6 1.6 0 0 1 2.6 12z`}
        />
      )}
      <path className="meter-basin" d="M1.8 2.6V12a2.4 2.4 0 0 0 2.4 2.4h7.6a2.4 2.4 0 0 0 2.4-2.4V2.6" />
    </svg>
  );
}

/** Basin and time left: "3 h 12 m", or "closed". */
export function WindowWords({ until, now }: { until: Instant | null; now: Instant }) {
  const state = windowState(until, now);
  return (
    <span className="window-words" data-state={state}>
      <WindowMeter until={until} now={now} size={14} />
      <span className="sr-only">Window </span>
      {state === "closed" || until === null ? "closed" : sayRemaining(until - now)}
    </span>
  );
}
