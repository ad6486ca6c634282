/**
 * When a recurrence rule says "now" (RFC 5545 §3.3.10), on the wall clock of a time zone. Over daylight saving: a time the
 * clocks skip is no occurrence and is not counted; of a time they show twice, the first is meant. Reading a rule:
 * parse-recurrence.ts.
 */
import { type CivilDay, civilDay, dayNumber, daysInMonth, isLeapYear, weekdayOf } from "./civil-day.ts";
import { DAY } from "./duration.ts";
import { ceilMinute, type Instant, instantOf, localTime } from "./instant.ts";

export const FREQUENCIES = ["yearly", "monthly", "weekly", "daily", "hourly", "minutely"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** `nth` of the month, or of the year for a yearly rule without months; counted from the end when negative. */
export interface NthWeekday {
  /** 0 is Monday. */
  weekday: number;
  nth: number | null;
}

/** On the wall clock, minutes after midnight; or an instant. */
export type Moment = { day: CivilDay; minute: number } | { instant: Instant };

export interface Recurrence {
  /** DTSTART: what intervals and the count are counted from, and what is meant where the rule names no day or time. */
  start: Moment | null;
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** Inclusive. */
  until: Moment | { endOfDay: CivilDay } | null;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byDay: readonly NthWeekday[];
  byHour: readonly number[];
  byMinute: readonly number[];
}

/** After it, instants are a mistake (instant.ts). */
const LAST_DAY = dayNumber({ year: 2999, month: 12, day: 31 });

/**
 * The first occurrence strictly after `after`; null when there is none. `begin` stands for DTSTART in rules that have none:
 * the moment the flow was published, rounded up to the minute.
 */
export function nextOccurrence(
  recurrence: Recurrence,
  timeZone: string,
  begin: Instant,
  after: Instant,
): Instant | null {
  const anchor = anchorOf(recurrence, timeZone, begin);
  const days = dayTest(recurrence, anchor.day);
  const clock = new WallClock(timeZone);
  const until = untilOf(recurrence, clock);
  // One day early: what is on the clock there may be a day behind.
  const from = dayNumber(localTime(after, timeZone)) - 1;
  let left = recurrence.count ?? Number.POSITIVE_INFINITY;
  for (let day = recurrence.count === null ? Math.max(anchor.day, from) : anchor.day; day <= LAST_DAY; day += 1) {
    if (!days(day)) continue;
    const times = timesOf(recurrence, anchor, day).filter((minute) => !clock.skips(day, minute));
    if (day < from) {
      left -= times.length;
      if (left <= 0) return null;
      continue;
    }
    for (const minute of times) {
      const instant = clock.instant(day, minute);
      if (instant > until) return null;
      if (instant > after) return instant;
      left -= 1;
      if (left <= 0) return null;
    }
  }
  return null;
}

interface Anchor {
  day: number;
  minute: number;
}

function anchorOf({ start }: Recurrence, timeZone: string, begin: Instant): Anchor {
  if (start && "day" in start) return { day: dayNumber(start.day), minute: start.minute };
  const local = localTime(ceilMinute(start ? start.instant : begin), timeZone);
  return { day: dayNumber(local), minute: local.hour * 60 + local.minute };
}

function untilOf({ until }: Recurrence, clock: WallClock): Instant {
  if (until === null) return Number.POSITIVE_INFINITY;
  if ("instant" in until) return until.instant;
  if ("endOfDay" in until) return clock.instant(dayNumber(until.endOfDay) + 1, 0) - 1;
  return clock.instant(dayNumber(until.day), until.minute);
}

/** Does the rule name this day? */
function dayTest(recurrence: Recurrence, anchor: number): (day: number) => boolean {
  const { frequency, interval, byMonth, byMonthDay, byDay } = recurrence;
  const first = civilDay(anchor);
  const aligned = (distance: number) => distance >= 0 && distance % interval === 0;
  const inPeriod = (number: number, day: CivilDay): boolean => {
    switch (frequency) {
      case "yearly":
        return aligned(day.year - first.year);
      case "monthly":
        return aligned((day.year - first.year) * 12 + day.month - first.month);
      case "weekly":
        return aligned((monday(number) - monday(anchor)) / 7);
      case "daily":
        return aligned(number - anchor);
      default:
        return true;
    }
  };
  const isNamed = (number: number, day: CivilDay): boolean => {
    if (byMonthDay.length === 0 && byDay.length === 0) {
      switch (frequency) {
        case "yearly":
          return day.day === first.day && (byMonth.length > 0 || day.month === first.month);
        case "monthly":
          return day.day === first.day;
        case "weekly":
          return weekdayOf(number) === weekdayOf(anchor);
        default:
          return true;
      }
    }
    const inMonth = daysInMonth(day.year, day.month);
    if (byMonthDay.length > 0 && !byMonthDay.includes(day.day) && !byMonthDay.includes(day.day - inMonth - 1))
      return false;
    return byDay.length === 0 || byDay.some((wanted) => isNth(number, day, wanted));
  };
  const isNth = (number: number, day: CivilDay, { weekday, nth }: NthWeekday): boolean => {
    if (weekdayOf(number) !== weekday) return false;
    if (nth === null) return true;
    const ofYear = frequency === "yearly" && byMonth.length === 0;
    const place = ofYear ? number - dayNumber({ year: day.year, month: 1, day: 1 }) : day.day - 1;
    const length = ofYear ? (isLeapYear(day.year) ? 366 : 365) : daysInMonth(day.year, day.month);
    return nth > 0 ? Math.floor(place / 7) + 1 === nth : -(Math.floor((length - 1 - place) / 7) + 1) === nth;
  };
  return (number) => {
    const day = civilDay(number);
    return (byMonth.length === 0 || byMonth.includes(day.month)) && inPeriod(number, day) && isNamed(number, day);
  };
}

/** The minutes of that day at which it occurs, ascending; none before the anchor. */
function timesOf({ frequency, interval, byHour, byMinute }: Recurrence, anchor: Anchor, day: number): number[] {
  const hours =
    byHour.length > 0
      ? byHour
      : frequency === "hourly" || frequency === "minutely"
        ? ALL_HOURS
        : [Math.floor(anchor.minute / 60)];
  const minutes = byMinute.length > 0 ? byMinute : frequency === "minutely" ? ALL_MINUTES : [anchor.minute % 60];
  const fromAnchor = (day - anchor.day) * 1_440;
  const times: number[] = [];
  for (const hour of hours) {
    if (frequency === "hourly" && (fromAnchor / 60 + hour - Math.floor(anchor.minute / 60)) % interval !== 0) continue;
    for (const minute of minutes) {
      const time = hour * 60 + minute;
      if (fromAnchor + time < anchor.minute) continue;
      if (frequency === "minutely" && (fromAnchor + time - anchor.minute) % interval !== 0) continue;
      times.push(time);
    }
  }
  return times;
}

const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const ALL_MINUTES = Array.from({ length: 60 }, (_, minute) => minute);

function monday(day: number): number {
  return day - weekdayOf(day);
}

/** Days. No country has put its clocks back and forth again within four weeks; Morocco and Egypt did within five (tz database). */
const BLOCK = 28;

/** Wall clock to instants; asks about daylight saving once a block, not for every occurrence that is counted. */
class WallClock {
  readonly #zone: string;
  readonly #isEven = new Map<number, boolean>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  instant(day: number, minute: number): Instant {
    return instantOf({ ...civilDay(day), hour: Math.floor(minute / 60), minute: minute % 60, second: 0 }, this.#zone);
  }

  skips(day: number, minute: number): boolean {
    const block = Math.floor(day / BLOCK);
    let even = this.#isEven.get(block);
    if (even === undefined) {
      even = this.instant((block + 1) * BLOCK, 0) - this.instant(block * BLOCK, 0) === BLOCK * DAY;
      this.#isEven.set(block, even);
    }
    if (even) return false;
    const shown = localTime(this.instant(day, minute), this.#zone);
    return shown.hour * 60 + shown.minute !== minute;
  }
}
