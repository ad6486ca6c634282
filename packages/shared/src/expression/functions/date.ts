import type { Json } from "../../flow/json.ts";
import { HOUR } from "../../time/duration.ts";
import { formatInstant, type Instant, instantOf, localTime, parseInstant } from "../../time/instant.ts";
import { calendarDay, type DayNumber, dayNumber, formatDay, parseDay, weekdayOf } from "../calendar.ts";
import { type Call, defineFunction } from "./definition.ts";

/**
 * Dates are texts: a day "2026-11-23", or an instant "2026-11-23T10:00:00Z". Where a day is needed of an instant, it is
 * the day in the contact's time zone.
 */
const date = { name: "date", kind: "text" } as const;

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
    parameters: [],
    help: "Today's date where the contact is.",
    examples: [["today()", "2026-11-23"]],
    run: (_, call) => {
      const local = localDay(call.now, call);
      return local === null ? null : formatDay(local);
    },
  }),
  defineFunction({
    name: "add_days",
    parameters: [date, { name: "days", kind: "whole" }],
    help: "A date some days later, or earlier; an instant keeps its time of day where the contact is.",
    examples: [
      ["add_days('2026-12-30', 3)", "2027-01-02"],
      ["add_days('2024-03-01', -1)", "2024-02-29"],
      ["add_days(now(), 7)", "2026-11-30T10:00:00Z"],
    ],
    run: ([text, days], call) => {
      const day = parseDay(text);
      if (day !== null) return formatDay(day + days) ?? call.fail("the result lies outside of the years 1 to 9999");
      const instant = parseInstantText(text);
      if (instant === null) return noDate(call);
      const local = localOf(instant, call);
      if (local === null) return null;
      const target = dayNumber(local) + days;
      if (formatDay(target) === null) return call.fail("the result lies outside of the years 1970 to 2999");
      const wanted = instantOf({ ...local, ...calendarDay(target) }, call.timeZone);
      return instantText(wanted + (instant % 1_000), call);
    },
  }),
  defineFunction({
    name: "add_hours",
    parameters: [
      { name: "instant", kind: "text" },
      { name: "hours", kind: "number" },
    ],
    help: "An instant some hours later, or earlier.",
    examples: [
      ["add_hours(now(), 1.5)", "2026-11-23T11:30:00Z"],
      ["add_hours('2026-11-23T00:30:00-03:00', -1)", "2026-11-23T02:30:00Z"],
    ],
    run: ([text, hours], call) => {
      const instant = parseInstantText(text);
      if (instant === null) return call.fail("this needs an instant such as now() or 2026-11-23T10:00:00Z");
      return instantText(instant + Math.round(hours * HOUR), call);
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
    parameters: [date],
    help: "The day of the week: 1 is Monday, 7 is Sunday.",
    examples: [
      ["weekday(today())", 1],
      ["weekday('2026-11-29') in [6, 7]", true],
    ],
    run: ([text], call) => {
      const day = dayOf(text, call);
      return day === null ? null : weekdayOf(day);
    },
  }),
  defineFunction({
    name: "hour",
    parameters: [{ name: "instant", kind: "text" }],
    help: "The hour of an instant where the contact is, 0 to 23.",
    examples: [
      ["hour(now())", 7],
      ["hour(now()) >= 9 and hour(now()) < 18", false],
    ],
    run: ([text], call) => {
      const instant = parseInstantText(text);
      if (instant === null) return call.fail("this needs an instant such as now() or 2026-11-23T10:00:00Z");
      return localOf(instant, call)?.hour ?? null;
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

function localOf(instant: Instant, call: Call) {
  if (!isInstant(instant)) return call.fail("this lies outside of the years 1970 to 2999");
  return call.spend(ZONE_COST) ? localTime(instant, call.timeZone) : null;
}

function localDay(instant: Instant, call: Call): DayNumber | null {
  const local = localOf(instant, call);
  return local === null ? null : dayNumber(local);
}

function dayOf(text: string, call: Call): DayNumber | null {
  const day = parseDay(text);
  if (day !== null) return day;
  const instant = parseInstantText(text);
  return instant === null ? noDate(call) : localDay(instant, call);
}

function noDate(call: Call): null {
  return call.fail("this needs a date such as today() or 2026-11-23");
}
