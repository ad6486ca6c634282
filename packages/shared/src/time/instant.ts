/**
 * Calendar arithmetic on instants that are given. The only file of shared that touches Date and Intl; nothing here asks
 * what time it is.
 */
import { DAY, type Duration, MINUTE } from "./duration.ts";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Years 1970 to 2999; outside of them an instant is a mistake. */
const LAST = 32_503_680_000_000;

/** "2026-11-23T10:00:00Z" -> milliseconds; needs a date, a time and a zone. Null when it is not one. */
export function parseInstant(text: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const value = Date.parse(text);
  // Date reads 30 February as 2 March.
  const day = Number(text.slice(8, 10));
  if (new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, day)).getUTCDate() !== day) return null;
  return Number.isFinite(value) && value >= 0 && value < LAST ? value : null;
}

/** ISO 8601 in UTC, without milliseconds when they are zero: "2026-11-23T10:00:00Z". */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** Does this runtime know the IANA zone ("America/Sao_Paulo")? */
export function isTimeZone(zone: string): boolean {
  return zoneFormat(zone) !== null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneFormat(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    // Intl knows no other way to say that a zone is unknown.
  }
  if (formats.size < 1_000) formats.set(zone, format);
  return format;
}

export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** The wall clock in a zone. An unknown zone is read as UTC. */
export function localTime(instant: Instant, zone: string): LocalTime {
  const format = zoneFormat(zone) ?? zoneFormat("UTC");
  const parts = new Map(
    (format ?? new Intl.DateTimeFormat("en-GB"))
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    second: number("second"),
  };
}

/** Minutes east of UTC at that instant. */
function offsetAt(instant: Instant, zone: string): Duration {
  const local = localTime(instant, zone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return asUtc - Math.floor(instant / 1_000) * 1_000;
}

/**
 * The instant at which the clocks of a zone show this time. A time skipped by daylight saving becomes the same distance
 * after the gap; a time shown twice is the first of the two.
 */
export function instantOf(local: LocalTime, zone: string): Instant {
  return instantsOf(local, zone)[0];
}

/** Two where the clocks show it twice, earlier first. */
function instantsOf(local: LocalTime, zone: string): [Instant, ...Instant[]] {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const before = offsetAt(asUtc - DAY, zone);
  const after = offsetAt(asUtc + DAY, zone);
  const first = asUtc - Math.max(before, after);
  const second = asUtc - Math.min(before, after);
  const shows = (candidate: Instant) => candidate + offsetAt(candidate, zone) === asUtc;
  if (shows(first)) return second !== first && shows(second) ? [first, second] : [first];
  return [shows(second) ? second : asUtc - before];
}

/** "HH:MM" -> minutes since midnight; null when it is not a time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** The next instant, strictly after `from`, at which the clocks of the zone show `minutes` after midnight. */
export function nextTimeOfDay(from: Instant, minutes: number, zone: string): Instant {
  const today = localTime(from, zone);
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const noon = localTime(Date.UTC(today.year, today.month - 1, today.day + ahead, 12), "UTC");
    const wanted = { ...noon, hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 };
    const candidate = instantsOf(wanted, zone).find((shown) => shown > from);
    if (candidate !== undefined) return candidate;
  }
  return from + DAY;
}

/** Is the wall clock inside [from, to), over midnight when `to` is earlier? `minutes` as in parseTimeOfDay. */
export function isWithin(instant: Instant, from: number, to: number, zone: string): boolean {
  const local = localTime(instant, zone);
  const now = local.hour * 60 + local.minute;
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** For people: "Sat 28 Nov, 09:14". */
export function sayInstant(instant: Instant, zone: string): string {
  const local = localTime(instant, zone);
  const weekday = DAYS[new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay()];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${weekday} ${local.day} ${MONTHS[local.month - 1]}, ${two(local.hour)}:${two(local.minute)}`;
}

/** Rounded up to whole minutes, so that "not before" is never early on the clock. */
export function ceilMinute(instant: Instant): Instant {
  return Math.ceil(instant / MINUTE) * MINUTE;
}
