/** Instants in sentences, as short as they stay clear beside the instant at which the sentence was true. */
import { DAY } from "./duration.ts";
import { type Instant, localTime, sayInstant } from "./instant.ts";

/** "Sun 23:59" within six days of `now`, else "Fri 4 Dec, 09:00". */
export function sayMoment(at: Instant, now: Instant, zone: string): string {
  const full = sayInstant(at, zone);
  if (Math.abs(at - now) >= 6 * DAY) return full;
  const [weekday, , , time] = full.split(" ");
  return `${weekday} ${time}`;
}

/** "at 10:40" on the same day, else "on Sun 23:59" or "on Fri 4 Dec, 09:00". */
export function sayPast(at: Instant, now: Instant, zone: string): string {
  if (sayDate(at, zone) !== sayDate(now, zone) || Math.abs(at - now) > DAY) return `on ${sayMoment(at, now, zone)}`;
  const { hour, minute } = localTime(at, zone);
  return `at ${sayTimeOfDay(hour * 60 + minute)}`;
}

/** Minutes after midnight: `sayTimeOfDay(540)` -> "09:00". */
export function sayTimeOfDay(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** "12 Nov". */
export function sayDate(at: Instant, zone: string): string {
  const [, day, month] = sayInstant(at, zone).replace(",", "").split(" ");
  return `${day} ${month}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
