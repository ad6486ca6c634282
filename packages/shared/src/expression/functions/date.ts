import type { Json } from "../../flow/json.ts";
import { HOUR } from "../../time/duration.ts";
import {
  formatInstant,
  type Instant,
  instantOf,
  isTimeZone,
  type LocalTime,
  localTime,
  parseInstant,
  parseTimeOfDay,
} from "../../time/instant.ts";
import { calendarDay, type DayNumber, dayNumber, formatDay, parseDay, weekdayOf } from "../calendar.ts";
import { readDate, whyNoPattern, whyNotReadable, writeDate } from "../date-pattern.ts";
import { type Call, defineFunction } from "./definition.ts";
import { localeFor, localeParameter } from "./locale-parameter.ts";

/**
 * Dates are texts: a day "2026-11-23", or an instant "2026-11-23T10:00:00Z". Where a day is needed of an instant, it is
 * the day in the contact's time zone, or in the one that is named.
 */
const date = { name: "date", kind: "text" } as const;
const instant = { name: "instant", kind: "text" } as const;
const zoneParameter = { name: "zone", kind: "text", optional: true, check: whyNoZone } as const;

export const dateFunctions = [
  defineFunction({
    name: "now",
    parameters: [],
    help: "This instant, in UTC.",
    examples: [["now()", "2026-11-23T10:00:00Z"]],
    run: (_, call) => instantText(call.now, call),
  }),
  defineFunction({
    name: "today",
    parameters: [zoneParameter],
    help: "Today's date where the contact is, or in another time zone.",
    examples: [
      ["today()", "2026-11-23"],
      ["today('Pacific/Kiritimati')", "2026-11-24"],
    ],
    run: ([zone], call) => dayText(localDay(call.now, call, zone)),
  }),
  defineFunction({
    name: "date_of",
    parameters: [instant, zoneParameter],
    help: "The day of an instant where the contact is, or in another time zone.",
    examples: [
      ["date_of('2026-11-24T01:00:00Z')", "2026-11-23"],
      ["date_of('2026-11-24T01:00:00Z', 'Europe/Berlin')", "2026-11-24"],
    ],
    run: ([text, zone], call) => dayText(dayOf(text, call, zone)),
  }),
  defineFunction({
    name: "at_time",
    parameters: [date, { name: "time", kind: "text", check: whyNoTime }, zoneParameter],
    help: "The instant at which the clocks of the contact, or of another zone, show this time on that day.",
    examples: [
      ["at_time('2026-11-27', '09:00')", "2026-11-27T12:00:00Z"],
      ["at_time('2026-11-27', '09:00', 'Europe/Berlin')", "2026-11-27T08:00:00Z"],
    ],
    run: ([text, time, zone], call) => {
      const day = dayOf(text, call, zone);
      const minutes = parseTimeOfDay(time);
      if (minutes === null) return call.fail(NO_TIME);
      const where = zoneFor(zone, call);
      if (day === null || where === null || !call.spend(ZONE_COST)) return null;
      const local = { ...calendarDay(day), hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 };
      return instantText(instantOf(local, where), call);
    },
  }),
  defineFunction({
    name: "add_days",
    parameters: [date, { name: "days", kind: "whole" }, zoneParameter],
    help: "A date some days later, or earlier; an instant keeps its time of day where the contact is.",
    examples: [
      ["add_days('2026-12-30', 3)", "2027-01-02"],
      ["add_days('2024-03-01', -1)", "2024-02-29"],
      ["add_days(now(), 7)", "2026-11-30T10:00:00Z"],
    ],
    run: ([text, days, zone], call) => moved(text, (day) => day + days, zone, call),
  }),
  defineFunction({
    name: "add_months",
    parameters: [date, { name: "months", kind: "whole" }, zoneParameter],
    help: "A date some months later, or earlier; where the month is too short, its last day.",
    examples: [
      ["add_months('2026-11-23', 3)", "2027-02-23"],
      ["add_months('2027-01-31', 1)", "2027-02-28"],
      ["add_months('2028-02-29', -12)", "2027-02-28"],
    ],
    run: ([text, months, zone], call) => moved(text, (day) => monthsLater(day, months), zone, call),
  }),
  defineFunction({
    name: "add_hours",
    parameters: [instant, { name: "hours", kind: "number" }],
    help: "An instant some hours later, or earlier.",
    examples: [
      ["add_hours(now(), 1.5)", "2026-11-23T11:30:00Z"],
      ["add_hours('2026-11-23T00:30:00-03:00', -1)", "2026-11-23T02:30:00Z"],
    ],
    run: ([text, hours], call) => {
      const at = parseInstantText(text);
      return at === null ? noInstant(call) : instantText(at + Math.round(hours * HOUR), call);
    },
  }),
  defineFunction({
    name: "hours_between",
    parameters: [
      { name: "from", kind: "text" },
      { name: "to", kind: "text" },
    ],
    help: "How many hours later the second instant is; less than 0 when it is earlier.",
    examples: [
      ["hours_between(now(), '2026-11-23T22:30:00Z')", 12.5],
      ["hours_between(now(), now())", 0],
    ],
    run: ([first, second], call) => {
      const [start, end] = [parseInstantText(first), parseInstantText(second)];
      return start === null || end === null ? noInstant(call) : (end - start) / HOUR;
    },
  }),
  defineFunction({
    name: "days_between",
    parameters: [
      { name: "from", kind: "text" },
      { name: "to", kind: "text" },
    ],
    help: "How many days later the second date is; less than 0 when it is earlier.",
    examples: [
      ["days_between(today(), '2026-12-25')", 32],
      ["days_between('2026-11-23', '2026-11-20')", -3],
    ],
    run: ([first, second], call) => {
      const [start, end] = [dayOf(first, call), dayOf(second, call)];
      return start === null || end === null ? null : end - start;
    },
  }),
  defineFunction({
    name: "weekday",
    parameters: [date, zoneParameter],
    help: "The day of the week: 1 is Monday, 7 is Sunday.",
    examples: [
      ["weekday(today())", 1],
      ["weekday('2026-11-29') in [6, 7]", true],
    ],
    run: ([text, zone], call) => {
      const day = dayOf(text, call, zone);
      return day === null ? null : weekdayOf(day);
    },
  }),
  defineFunction({
    name: "hour",
    parameters: [instant, zoneParameter],
    help: "The hour of an instant where the contact is, or in another time zone, 0 to 23.",
    examples: [
      ["hour(now())", 7],
      ["hour(now(), 'Asia/Kolkata')", 15],
      ["hour(now()) >= 9 and hour(now()) < 18", false],
    ],
    run: ([text, zone], call) => {
      const at = parseInstantText(text);
      return at === null ? noInstant(call) : (localOf(at, call, zone)?.hour ?? null);
    },
  }),
  defineFunction({
    name: "format_date",
    parameters: [date, { name: "pattern", kind: "text", check: whyNoPattern }, zoneParameter, localeParameter],
    help: "A date as people write it, where the contact is or in another zone, in the flow's language or another.",
    examples: [
      ["format_date('2026-11-23', 'd MMM yyyy')", "23 Nov 2026"],
      ["format_date(now(), 'EEEE, HH:mm')", "Monday, 07:00"],
      ["format_date(now(), 'HH:mm', 'Europe/Berlin')", "11:00"],
      ["format_date('2026-11-23', \"EEEE, d 'de' MMMM\", null, 'pt-BR')", "segunda-feira, 23 de novembro"],
      ["format_date('2026-11-23', 'dd/MM/yyyy')", "23/11/2026"],
      ["format_date('2026-11-23T13:05:00Z', 'h:mm a', 'UTC', 'en')", "1:05 PM"],
    ],
    run: ([text, pattern, zone, locale], call) => {
      const wrong = whyNoPattern(pattern);
      if (wrong !== null) return call.fail(wrong);
      const language = localeFor(locale, call);
      const local = localDate(text, call, zone);
      if (language === null || local === null) return null;
      const written = writeDate(pattern, local.time, local.hasTime, language);
      return written ?? call.fail("this is a day without a time; leave hours and minutes out of the pattern");
    },
  }),
  defineFunction({
    name: "parse_date",
    parameters: [
      { name: "text", kind: "text" },
      { name: "pattern", kind: "text", check: whyNotReadable },
    ],
    help: "A date as people write it by day, month and year, as 2026-11-23; null when it does not read so.",
    examples: [
      ["parse_date('23/11/2026', 'd/M/yyyy')", "2026-11-23"],
      ["parse_date('5.1.27', 'd.M.yy')", "2027-01-05"],
      ["parse_date('31/02/2026', 'd/M/yyyy')", null],
      ["parse_date('tomorrow', 'd/M/yyyy')", null],
    ],
    run: ([text, pattern], call) => {
      const wrong = whyNotReadable(pattern);
      if (wrong !== null) return call.fail(wrong);
      return text.length > 100 ? null : readDate(pattern, text);
    },
  }),
];

/** Asking the calendar of a time zone is worth this many nodes. */
const ZONE_COST = 20;
/** The years that instants may lie in (time/instant.ts): 1970 to 2999. */
const END = 32_503_680_000_000;

function parseInstantText(text: string): Instant | null {
  return text.length <= 35 ? parseInstant(text) : null;
}

function isInstant(instant: Instant): boolean {
  return instant >= 0 && instant < END;
}

function instantText(instant: Instant, call: Call): Json {
  return isInstant(instant) ? formatInstant(instant) : call.fail("the result lies outside of the years 1970 to 2999");
}

/** A day, or an instant with its time of day, counted on. */
function moved(text: string, count: (day: DayNumber) => DayNumber, zone: string | undefined, call: Call): Json {
  const day = parseDay(text);
  if (day !== null) return formatDay(count(day)) ?? call.fail("the result lies outside of the years 1 to 9999");
  const at = parseInstantText(text);
  if (at === null) return noDate(call);
  const where = zoneFor(zone, call);
  const local = localOf(at, call, zone);
  if (local === null || where === null) return null;
  const target = count(dayNumber(local));
  if (formatDay(target) === null) return call.fail("the result lies outside of the years 1970 to 2999");
  return instantText(instantOf({ ...local, ...calendarDay(target) }, where) + (at % 1_000), call);
}

function monthsLater(from: DayNumber, months: number): DayNumber {
  const { year, month, day } = calendarDay(from);
  const first = year * 12 + month - 1 + months;
  const start = { year: Math.floor(first / 12), month: (((first % 12) + 12) % 12) + 1, day: 1 };
  const next = { year: Math.floor((first + 1) / 12), month: ((((first + 1) % 12) + 12) % 12) + 1, day: 1 };
  return Math.min(dayNumber({ ...start, day }), dayNumber(next) - 1);
}

/** Where the calendar is asked: the zone named, else the contact's. Null, noted, when there is none of this name. */
function zoneFor(zone: string | undefined, call: Call): string | null {
  if (zone === undefined) return call.timeZone;
  return whyNoZone(zone) === null ? zone : call.fail(NO_ZONE);
}

function localOf(at: Instant, call: Call, zone?: string): LocalTime | null {
  if (!isInstant(at)) return call.fail("this lies outside of the years 1970 to 2999");
  const where = zoneFor(zone, call);
  return where !== null && call.spend(ZONE_COST) ? localTime(at, where) : null;
}

function localDay(at: Instant, call: Call, zone?: string): DayNumber | null {
  const local = localOf(at, call, zone);
  return local === null ? null : dayNumber(local);
}

function localDate(text: string, call: Call, zone?: string): { time: LocalTime; hasTime: boolean } | null {
  const day = parseDay(text);
  if (day !== null) return { time: { ...calendarDay(day), hour: 0, minute: 0, second: 0 }, hasTime: false };
  const at = parseInstantText(text);
  const time = at === null ? noDate(call) : localOf(at, call, zone);
  return time && { time, hasTime: true };
}

function dayOf(text: string, call: Call, zone?: string): DayNumber | null {
  const day = parseDay(text);
  if (day !== null) return day;
  const at = parseInstantText(text);
  return at === null ? noDate(call) : localDay(at, call, zone);
}

function dayText(day: DayNumber | null): string | null {
  return day === null ? null : formatDay(day);
}

function noDate(call: Call): null {
  return call.fail("this needs a date such as today() or 2026-11-23");
}

function noInstant(call: Call): null {
  return call.fail("this needs an instant such as now() or 2026-11-23T10:00:00Z");
}

const NO_ZONE = "there is no time zone of this name; write one such as America/Sao_Paulo or UTC";
const NO_TIME = "the time must be one of the day, such as 09:00";

function whyNoZone(zone: string): string | null {
  return zone.length <= 60 && isTimeZone(zone) ? null : NO_ZONE;
}

function whyNoTime(time: string): string | null {
  return parseTimeOfDay(time) === null ? NO_TIME : null;
}
