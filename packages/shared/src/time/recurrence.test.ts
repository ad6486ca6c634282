import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { civilDay, dayNumber, daysInMonth, weekdayOf } from "./civil-day.ts";
import { DAY, HOUR, MINUTE } from "./duration.ts";
import { formatInstant, type Instant, localTime, parseInstant } from "./instant.ts";
import { parseRecurrence } from "./parse-recurrence.ts";
import { nextOccurrence, type Recurrence } from "./recurrence.ts";
import { sayRecurrence } from "./say-recurrence.ts";

const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
};
const rule = (text: string): Recurrence => {
  const parsed = parseRecurrence(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.recurrence;
};

/** The first `most` occurrences as the wall clock shows them: "1997-09-02 09:00". */
function occurrences(
  text: string,
  most: number,
  zone = "America/New_York",
  after = at("1997-01-01T00:00:00Z"),
): string[] {
  const recurrence = rule(text);
  const found: string[] = [];
  let last: Instant | null = after;
  while (found.length < most) {
    last = nextOccurrence(recurrence, zone, after, last);
    if (last === null) break;
    const { year, month, day, hour, minute } = localTime(last, zone);
    const two = (number: number) => String(number).padStart(2, "0");
    found.push(`${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`);
  }
  return found;
}

const days = (text: string, time = "09:00") => text.split(" ").map((day) => `${day} ${time}`);

/** RFC 5545 §3.8.5.3, with its start: 2 September 1997, 09:00 in New York. */
describe("the examples of RFC 5545", () => {
  test.each<[string, string, number, string[]]>([
    [
      "daily for 10",
      "FREQ=DAILY;COUNT=10",
      20,
      days(
        "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 1997-09-10 1997-09-11",
      ),
    ],
    ["every other day", "FREQ=DAILY;INTERVAL=2", 4, days("1997-09-02 1997-09-04 1997-09-06 1997-09-08")],
    [
      "every 10 days, 5 times",
      "FREQ=DAILY;INTERVAL=10;COUNT=5",
      9,
      days("1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"),
    ],
    [
      "every day in January",
      "FREQ=DAILY;UNTIL=19980103T140000Z;BYMONTH=1",
      9,
      days("1998-01-01 1998-01-02 1998-01-03"),
    ],
    ["weekly until", "FREQ=WEEKLY;UNTIL=19970924T000000Z", 9, days("1997-09-02 1997-09-09 1997-09-16 1997-09-23")],
    ["every other week", "FREQ=WEEKLY;INTERVAL=2;WKST=MO", 4, days("1997-09-02 1997-09-16 1997-09-30 1997-10-14")],
    [
      "Tuesday and Thursday",
      "FREQ=WEEKLY;COUNT=5;BYDAY=TU,TH",
      9,
      days("1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16"),
    ],
    [
      "every other week on three days",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR",
      5,
      days("1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19"),
    ],
    ["the first Friday", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR", 9, days("1997-09-05 1997-10-03 1997-11-07")],
    [
      "every other month, first and last Sunday",
      "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU",
      9,
      days("1997-09-07 1997-09-28 1997-11-02 1997-11-30"),
    ],
    ["the second to last Monday", "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", 9, days("1997-09-22 1997-10-20 1997-11-17")],
    ["the third to last day", "FREQ=MONTHLY;BYMONTHDAY=-3", 3, days("1997-09-28 1997-10-29 1997-11-28")],
    [
      "the first and the last day",
      "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1",
      9,
      days("1997-09-30 1997-10-01 1997-10-31 1997-11-01"),
    ],
    [
      "every 18 months, days 10 to 12",
      "FREQ=MONTHLY;INTERVAL=18;COUNT=4;BYMONTHDAY=10,11,12",
      9,
      days("1997-09-10 1997-09-11 1997-09-12 1999-03-10"),
    ],
    [
      "every Tuesday of every other month",
      "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
      6,
      days("1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04"),
    ],
    ["June and July", "FREQ=YEARLY;COUNT=3;BYMONTH=6,7", 9, days("1998-06-02 1998-07-02 1999-06-02")],
    ["every third year", "FREQ=YEARLY;INTERVAL=3", 3, days("1997-09-02 2000-09-02 2003-09-02")],
    ["the 20th Monday of the year", "FREQ=YEARLY;BYDAY=20MO", 3, days("1998-05-18 1999-05-17 2000-05-15")],
    [
      "every Thursday in March",
      "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
      5,
      days("1998-03-05 1998-03-12 1998-03-19 1998-03-26 1999-03-04"),
    ],
    ["Friday the 13th", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 4, days("1998-02-13 1998-03-13 1998-11-13 1999-08-13")],
    [
      "the first Saturday behind the first Sunday",
      "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
      3,
      days("1997-09-13 1997-10-11 1997-11-08"),
    ],
    [
      "election day in the United States",
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
      2,
      days("1997-11-04 2001-11-06"),
    ],
    [
      "every 3 hours",
      "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000",
      9,
      ["1997-09-02 09:00", "1997-09-02 12:00", "1997-09-02 15:00"],
    ],
    [
      "every 15 minutes, 6 times",
      "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
      9,
      [
        "1997-09-02 09:00",
        "1997-09-02 09:15",
        "1997-09-02 09:30",
        "1997-09-02 09:45",
        "1997-09-02 10:00",
        "1997-09-02 10:15",
      ],
    ],
    [
      "every 90 minutes",
      "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
      9,
      ["1997-09-02 09:00", "1997-09-02 10:30", "1997-09-02 12:00", "1997-09-02 13:30"],
    ],
    [
      "every 20 minutes by day",
      "FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,20,40",
      7,
      [
        "1997-09-02 09:00",
        "1997-09-02 09:20",
        "1997-09-02 09:40",
        "1997-09-02 16:00",
        "1997-09-02 16:20",
        "1997-09-02 16:40",
        "1997-09-03 09:00",
      ],
    ],
    [
      "a day that months lack is skipped",
      "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=4",
      9,
      days("1997-09-15 1997-09-30 1997-10-15 1997-10-30"),
    ],
    ["29 February", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 3, days("2000-02-29 2004-02-29 2008-02-29")],
    ["a day that is never", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 1, []],
  ])("%s: %s", (_, text, most, expected) => {
    expect(occurrences(`DTSTART:19970902T090000\nRRULE:${text}`, most)).toEqual(expected);
  });
});

/** Berlin: forward at 02:00 on 29 March 2026, back at 03:00 on 25 October 2026. */
describe("over daylight saving", () => {
  test.each<[string, string, string, string, string[]]>([
    [
      "the wall clock stays",
      "FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
      "2026-03-28T00:00:00Z",
      "Europe/Berlin",
      ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"],
    ],
    [
      "a skipped time is no occurrence",
      "FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
      "2026-03-28T00:00:00Z",
      "Europe/Berlin",
      ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"],
    ],
    [
      "of two, the first",
      "FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
      "2026-10-24T12:00:00Z",
      "Europe/Berlin",
      ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z"],
    ],
    [
      "a skipped one is not counted",
      "DTSTART:20260328T023000\nFREQ=DAILY;COUNT=2",
      "2026-03-01T00:00:00Z",
      "Europe/Berlin",
      ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"],
    ],
    [
      "a midnight that does not exist",
      "FREQ=DAILY;BYHOUR=0;BYMINUTE=0",
      "2026-09-05T12:00:00Z",
      "America/Santiago",
      ["2026-09-07T03:00:00Z", "2026-09-08T03:00:00Z", "2026-09-09T03:00:00Z"],
    ],
    [
      "half an hour's saving",
      "FREQ=DAILY;BYHOUR=2;BYMINUTE=15",
      "2026-10-03T00:00:00Z",
      "Australia/Lord_Howe",
      ["2026-10-04T15:15:00Z", "2026-10-05T15:15:00Z", "2026-10-06T15:15:00Z"],
    ],
    [
      "another day there already",
      "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0",
      "2026-06-06T23:00:00Z",
      "Pacific/Auckland",
      ["2026-06-07T20:00:00Z", "2026-06-14T20:00:00Z", "2026-06-21T20:00:00Z"],
    ],
    [
      "a day that never was",
      "FREQ=DAILY;BYHOUR=10;BYMINUTE=0",
      "2011-12-29T00:00:00Z",
      "Pacific/Apia",
      ["2011-12-29T20:00:00Z", "2011-12-30T20:00:00Z", "2011-12-31T20:00:00Z"],
    ],
    [
      "hours on the wall clock",
      "FREQ=HOURLY;BYMINUTE=0",
      "2026-03-29T00:00:00Z",
      "Europe/Berlin",
      ["2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", "2026-03-29T03:00:00Z"],
    ],
  ])("%s", (_, text, after, zone, expected) => {
    const recurrence = rule(text);
    let last: Instant | null = at(after);
    const found = expected.map(() => {
      last = last === null ? null : nextOccurrence(recurrence, zone, at(after), last);
      return last === null ? null : formatInstant(last);
    });
    expect(found).toEqual(expected);
    if (recurrence.count !== null && last !== null)
      expect(nextOccurrence(recurrence, zone, at(after), last)).toBeNull();
  });
});

test("a rule without DTSTART begins when it was published, to the minute", () => {
  const published = at("2026-11-23T10:07:20Z");
  const next = (text: string, after = published) => {
    const found = nextOccurrence(rule(text), "UTC", published, after);
    return found === null ? null : formatInstant(found);
  };
  expect(next("FREQ=DAILY")).toBe("2026-11-23T10:08:00Z");
  expect(next("FREQ=DAILY;BYHOUR=9;BYMINUTE=0")).toBe("2026-11-24T09:00:00Z");
  expect(next("FREQ=DAILY;COUNT=1", at("2026-11-23T10:08:00Z"))).toBeNull();
  expect(next("FREQ=DAILY", at("2020-01-01T00:00:00Z"))).toBe("2026-11-23T10:08:00Z");
});

test.each([
  ["", /one rule such as/],
  ["FREQ=WEEKLY\nFREQ=DAILY", /one rule/],
  ["every Monday", /NAME=VALUE/],
  ["BYDAY=MO", /FREQ with one of YEARLY/],
  ["FREQ=SECONDLY", /FREQ with one of/],
  ["FREQ=WEEKLY;FREQ=WEEKLY", /FREQ once/],
  ["FREQ=WEEKLY;BYSETPOS=1", /BYSETPOS is not understood/],
  ["FREQ=YEARLY;BYWEEKNO=20", /BYWEEKNO is not understood/],
  ["FREQ=WEEKLY;WKST=SU", /WKST is not understood/],
  ["FREQ=WEEKLY;INTERVAL=0", /INTERVAL from 1/],
  ["FREQ=WEEKLY;COUNT=two", /COUNT from 1/],
  ["FREQ=WEEKLY;COUNT=2;UNTIL=20261224", /COUNT or UNTIL/],
  ["FREQ=WEEKLY;UNTIL=20260230", /UNTIL with a day/],
  ["FREQ=WEEKLY;UNTIL=20260228T250000", /UNTIL with a time/],
  ["FREQ=WEEKLY;BYDAY=1MO", /BYDAY with a number/],
  ["FREQ=WEEKLY;BYDAY=MON", /BYDAY with days/],
  ["FREQ=WEEKLY;BYMONTHDAY=1", /no BYMONTHDAY/],
  ["FREQ=MONTHLY;BYMONTHDAY=0", /not 0/],
  ["FREQ=MONTHLY;BYMONTHDAY=32", /BYMONTHDAY from -31 to 31/],
  ["FREQ=DAILY;BYHOUR=24", /BYHOUR from 0 to 23/],
  ["FREQ=DAILY;BYMINUTE=60", /BYMINUTE from 0 to 59/],
  ["DTSTART;TZID=Europe/Berlin:20260101T090000\nFREQ=DAILY", /without a zone/],
  ["DTSTART:20260101T090000", /one rule/],
  [`FREQ=DAILY;BYMINUTE=${"0,".repeat(300)}0`, /at most 500/],
])("refused with what was expected: %j", (text, problem) => {
  expect(parseRecurrence(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
});

test.each([
  ["FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0", "every week on Mon, Thu at 09:00"],
  ["FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=8,17;BYMINUTE=30", "every month on the last Fri at 08:30, 17:30"],
  ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;BYHOUR=10;BYMINUTE=0", "every year in Dec on day 24 at 10:00"],
  ["DTSTART:20261123T090000\nFREQ=DAILY;INTERVAL=2;COUNT=5", "every 2 days at 09:00 5 times"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20261224", "every month on the last day until 24 Dec 2026"],
  ["FREQ=HOURLY;BYMINUTE=15", "every hour at minute 15"],
  ["FREQ=DAILY;BYHOUR=9", "every day at 09 h"],
])("sayRecurrence(%j) -> %s", (text, said) => {
  expect(sayRecurrence(rule(text))).toBe(said);
});

property.prop([fc.integer({ min: -100_000, max: 400_000 })])(
  "days are counted as the calendar counts them",
  (number) => {
    const day = civilDay(number);
    expect(dayNumber(day)).toBe(number);
    expect(day.day >= 1 && day.day <= daysInMonth(day.year, day.month)).toBe(true);
    if (number >= 0) {
      const { year, month, day: shown } = localTime(number * DAY, "UTC");
      expect(day).toEqual({ year, month, day: shown });
    }
    expect(weekdayOf(number + 7)).toBe(weekdayOf(number));
  },
);

const rules = fc.record({
  frequency: fc.constantFrom("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"),
  interval: fc.integer({ min: 1, max: 5 }),
  month: fc.option(fc.integer({ min: 1, max: 12 })),
  weekdays: fc.option(
    fc.uniqueArray(fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU"), { minLength: 1, maxLength: 3 }),
  ),
  hour: fc.option(fc.integer({ min: 0, max: 23 })),
  minute: fc.option(fc.integer({ min: 0, max: 59 })),
});
const zones = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
);

property.prop([
  rules,
  zones,
  fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
  fc.nat({ max: 400 }),
])(
  "an occurrence is later than asked, on the days and at the times the rule names, and asked a moment earlier it is the same",
  ({ frequency, interval, month, weekdays, hour, minute }, zone, begin, ahead) => {
    const recurrence = rule(
      [
        `FREQ=${frequency}`,
        `INTERVAL=${interval}`,
        month === null ? "" : `BYMONTH=${month}`,
        weekdays === null ? "" : `BYDAY=${weekdays.join(",")}`,
        hour === null ? "" : `BYHOUR=${hour}`,
        minute === null ? "" : `BYMINUTE=${minute}`,
      ]
        .filter(Boolean)
        .join(";"),
    );
    const after = begin + ahead * HOUR;
    const next = nextOccurrence(recurrence, zone, begin, after);
    if (next === null) return;
    expect(next).toBeGreaterThan(after);
    expect(next % MINUTE).toBe(0);
    const local = localTime(next, zone);
    if (month !== null) expect(local.month).toBe(month);
    if (weekdays !== null)
      expect(weekdays).toContain(["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekdayOf(dayNumber(local))]);
    if (hour !== null) expect(local.hour).toBe(hour);
    if (minute !== null) expect(local.minute).toBe(minute);
    expect(nextOccurrence(recurrence, zone, begin, next - 1)).toBe(next);
    expect(nextOccurrence(recurrence, zone, begin, Math.floor((after + next) / 2))).toBe(next);
  },
);

property.prop([rules, fc.integer({ min: 1, max: 40 })])(
  "COUNT gives as many as it says",
  ({ frequency, interval, minute }, count) => {
    const text = `DTSTART:20260301T013000\nFREQ=${frequency};INTERVAL=${interval};COUNT=${count}${minute === null || frequency === "MINUTELY" ? "" : `;BYMINUTE=${minute}`}`;
    expect(occurrences(text, 100, "Europe/Berlin", at("2026-01-01T00:00:00Z"))).toHaveLength(count);
  },
);
