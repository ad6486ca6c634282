/**
 * Reads a recurrence rule (RFC 5545 §3.3.10): FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYHOUR, BYMINUTE,
 * and a DTSTART line before it. What is not understood is refused by name: a rule half obeyed would write at wrong times.
 */
import { type CivilDay, daysInMonth } from "./civil-day.ts";
import { type Instant, parseInstant } from "./instant.ts";
import { FREQUENCIES, type Frequency, type Moment, type NthWeekday, type Recurrence } from "./recurrence.ts";

export type ParsedRecurrence = { ok: true; recurrence: Recurrence } | { ok: false; problem: string };

export const LONGEST_RULE = 500;
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const UNDERSTOOD = "FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYHOUR, BYMINUTE";

/** `parseRecurrence("FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0")`; `problem` says what was expected. */
export function parseRecurrence(text: string): ParsedRecurrence {
  try {
    return { ok: true, recurrence: read(text) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message };
    throw error;
  }
}

class Refusal extends Error {}

function read(text: string): Recurrence {
  if (text.length > LONGEST_RULE) throw new Refusal(`a rule of at most ${LONGEST_RULE} characters`);
  const lines = text.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const first = lines[0]?.toUpperCase() ?? "";
  const start = first.startsWith("DTSTART") ? readStart(first) : null;
  const rules = start ? lines.slice(1) : lines;
  if (rules.length !== 1) throw new Refusal("one rule such as FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0");
  const parts = partsOf((rules[0] ?? "").toUpperCase().replace(/^RRULE:/, ""));
  const recurrence: Recurrence = {
    start,
    frequency: readFrequency(parts.get("FREQ")),
    interval: numbers(parts, "INTERVAL", 1, 1_000)[0] ?? 1,
    count: numbers(parts, "COUNT", 1, 1_000_000)[0] ?? null,
    until: parts.has("UNTIL") ? readMoment("UNTIL", parts.get("UNTIL") ?? "") : null,
    byMonth: numbers(parts, "BYMONTH", 1, 12),
    byMonthDay: numbers(parts, "BYMONTHDAY", -31, 31),
    byDay: weekdays(parts.get("BYDAY")),
    byHour: numbers(parts, "BYHOUR", 0, 23),
    byMinute: numbers(parts, "BYMINUTE", 0, 59),
  };
  checkTogether(recurrence);
  return recurrence;
}

function partsOf(rule: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of rule.split(";")) {
    const [name = "", value = "", ...more] = part.split("=");
    if (value === "" || more.length > 0) throw new Refusal(`NAME=VALUE parts with ; between them; "${part}" is none`);
    if (parts.has(name)) throw new Refusal(`${name} once`);
    // The week begins on Monday unless said otherwise, and nothing else is understood.
    if (name === "WKST" && value === "MO") continue;
    if (!UNDERSTOOD.split(", ").includes(name)) throw new Refusal(`${UNDERSTOOD}; ${name} is not understood`);
    parts.set(name, value);
  }
  return parts;
}

function readFrequency(text: string | undefined): Frequency {
  const found = FREQUENCIES.find((frequency) => frequency.toUpperCase() === text);
  if (!found)
    throw new Refusal(`FREQ with one of ${FREQUENCIES.map((frequency) => frequency.toUpperCase()).join(", ")}`);
  return found;
}

function numbers(parts: ReadonlyMap<string, string>, name: string, least: number, most: number): number[] {
  const text = parts.get(name);
  if (text === undefined) return [];
  const isList = name.startsWith("BY");
  const found = (isList ? text.split(",") : [text]).map((item) => {
    const number = /^[+-]?\d{1,7}$/.test(item) ? Number(item) : Number.NaN;
    if (!(number >= least && number <= most) || (least < 0 && number === 0))
      throw new Refusal(`${name} from ${least} to ${most}${least < 0 ? ", not 0" : ""}; "${item}" is not`);
    return number;
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function weekdays(text: string | undefined): NthWeekday[] {
  if (text === undefined) return [];
  return text.split(",").map((item) => {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item);
    const nth = match?.[1] === undefined ? null : Number(match[1]);
    if (!match || (nth !== null && (nth === 0 || Math.abs(nth) > 53)))
      throw new Refusal(`BYDAY with days such as MO, or 1MO and -1FR; "${item}" is none`);
    return { weekday: WEEKDAYS.indexOf(match[2] ?? ""), nth };
  });
}

function readStart(line: string): Moment {
  const match = /^DTSTART(;VALUE=DATE(?:-TIME)?)?:(.+)$/.exec(line);
  if (!match) throw new Refusal("DTSTART:20261123T090000 without a zone of its own; the zone has its own field");
  const start = readMoment("DTSTART", match[2] ?? "");
  return "endOfDay" in start ? { day: start.endOfDay, minute: 0 } : start;
}

/** "20261224" · "20261224T090000" · "20261224T090000Z". */
function readMoment<Name extends "UNTIL" | "DTSTART">(name: Name, text: string): Moment | { endOfDay: CivilDay } {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?$/.exec(text);
  const [year, month, day, hour, minute] = (match ?? []).slice(1, 6).map(Number);
  const exists =
    year !== undefined &&
    year >= 1970 &&
    year < 3000 &&
    month !== undefined &&
    month >= 1 &&
    month <= 12 &&
    day !== undefined &&
    day >= 1 &&
    day <= daysInMonth(year, month);
  if (!match || !exists) throw new Refusal(`${name} with a day such as 20261224 or 20261224T090000; "${text}" is none`);
  const civil: CivilDay = { year, month, day };
  if (match[4] === undefined) return { endOfDay: civil };
  if (hour === undefined || hour > 23 || minute === undefined || minute > 59)
    throw new Refusal(`${name} with a time from 000000 to 235959; "${text}" has none`);
  if (match[6] === undefined) return { day: civil, minute: hour * 60 + minute };
  return { instant: utc(match) };
}

function utc(match: RegExpExecArray): Instant {
  return parseInstant(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:00Z`) ?? 0;
}

function checkTogether({ frequency, count, until, byDay, byMonthDay }: Recurrence): void {
  if (count !== null && until !== null) throw new Refusal("COUNT or UNTIL, not both");
  if (frequency === "weekly" && byMonthDay.length > 0) throw new Refusal("no BYMONTHDAY with FREQ=WEEKLY");
  if (frequency !== "monthly" && frequency !== "yearly" && byDay.some(({ nth }) => nth !== null))
    throw new Refusal("BYDAY with a number (1MO) only with FREQ=MONTHLY or FREQ=YEARLY");
}
