import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "./duration.ts";
import {
  ceilMinute,
  formatInstant,
  type Instant,
  instantOf,
  isTimeZone,
  isWithin,
  localTime,
  nextTimeOfDay,
  parseInstant,
  parseTimeOfDay,
  sayInstant,
} from "./instant.ts";

const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
};
const minutes = (text: string): number => {
  const found = parseTimeOfDay(text);
  if (found === null) throw new Error(`no time of day: ${text}`);
  return found;
};

test.each([
  ["2026-11-23T10:00:00Z", 1_795_428_000_000],
  ["2026-11-23T10:00Z", 1_795_428_000_000],
  ["2026-11-23T11:00:00.500+01:00", 1_795_428_000_500],
  ["1970-01-01T00:00:00Z", 0],
  ["2026-11-23", null],
  ["2026-11-23T10:00:00", null],
  ["2026-13-01T00:00:00Z", null],
  ["2026-02-30T00:00:00Z", null],
  ["2026-11-23 10:00:00Z", null],
  ["1969-12-31T23:59:59Z", null],
  ["3000-01-01T00:00:00Z", null],
  ["tomorrow", null],
])("parseInstant(%j) -> %s", (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each([
  ["21:00", 1_260],
  ["00:00", 0],
  ["23:59", 1_439],
  ["24:00", null],
  ["9:00", null],
  ["09:60", null],
])("parseTimeOfDay(%j) -> %s", (text, time) => {
  expect(parseTimeOfDay(text)).toBe(time);
});

/** Clocks go forward at 02:00 on 29 March (Berlin), 8 March (New York); back on 25 October, 1 November. */
describe("wall clocks and daylight saving", () => {
  test.each([
    ["an ordinary day", "2026-06-01 09:00", "Europe/Berlin", "2026-06-01T07:00:00Z"],
    ["skipped: as far behind the gap", "2026-03-29 02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
    ["the first moment behind the gap", "2026-03-29 03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["shown twice: the first", "2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["just before it is shown twice", "2026-10-25 01:59", "Europe/Berlin", "2026-10-24T23:59:00Z"],
    ["just behind", "2026-10-25 03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["skipped, west of Greenwich", "2026-03-08 02:30", "America/New_York", "2026-03-08T07:30:00Z"],
    ["shown twice, west of Greenwich", "2026-11-01 01:30", "America/New_York", "2026-11-01T05:30:00Z"],
    ["half an hour's saving", "2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"],
    ["midnight that does not exist", "2026-09-06 00:00", "America/Santiago", "2026-09-06T04:00:00Z"],
    ["no saving at all", "2026-06-01 09:00", "Asia/Kolkata", "2026-06-01T03:30:00Z"],
    ["an unknown zone is read as UTC", "2026-06-01 09:00", "Mars/Olympus", "2026-06-01T09:00:00Z"],
  ])("%s: %s in %s is %s", (_, local, zone, instant) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = local.split(/[- :]/).map(Number);
    expect(formatInstant(instantOf({ year, month, day, hour, minute, second: 0 }, zone))).toBe(instant);
  });

  test.each([
    ["later today", "2026-06-01T06:00:00Z", "09:00", "Europe/Berlin", "2026-06-01T07:00:00Z"],
    ["strictly after", "2026-06-01T07:00:00Z", "09:00", "Europe/Berlin", "2026-06-02T07:00:00Z"],
    ["over the gap: 23 hours later", "2026-03-28T08:00:00Z", "09:00", "Europe/Berlin", "2026-03-29T07:00:00Z"],
    [
      "over the hour that comes twice: 25 hours later",
      "2026-10-24T07:00:00Z",
      "09:00",
      "Europe/Berlin",
      "2026-10-25T08:00:00Z",
    ],
    ["inside the gap", "2026-03-29T00:30:00Z", "02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
    ["the first of two", "2026-10-25T00:00:00Z", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["between the two: the second", "2026-10-25T00:45:00Z", "02:30", "Europe/Berlin", "2026-10-25T01:30:00Z"],
    ["after both: tomorrow", "2026-10-25T01:30:00Z", "02:30", "Europe/Berlin", "2026-10-26T01:30:00Z"],
    ["another day there already", "2026-06-01T12:00:00Z", "01:00", "Pacific/Auckland", "2026-06-01T13:00:00Z"],
    ["over the end of the year", "2026-12-31T23:30:00Z", "00:15", "UTC", "2027-01-01T00:15:00Z"],
  ])("%s: after %s the clock shows %s in %s at %s", (_, from, time, zone, instant) => {
    expect(formatInstant(nextTimeOfDay(at(from), minutes(time), zone))).toBe(instant);
  });

  test.each([
    ["20:59", false],
    ["21:00", true],
    ["23:30", true],
    ["00:00", true],
    ["08:59", true],
    ["09:00", false],
  ])("21:00 to 09:00 over midnight: %s %s", (clock, inside) => {
    expect(isWithin(at(`2026-06-01T${clock}:00Z`), minutes("21:00"), minutes("09:00"), "UTC")).toBe(inside);
  });

  test("from and to the same is never", () => {
    expect(isWithin(at("2026-06-01T09:00:00Z"), minutes("09:00"), minutes("09:00"), "UTC")).toBe(false);
  });
});

test("said to people", () => {
  expect(sayInstant(at("2026-11-28T12:14:00Z"), "America/Sao_Paulo")).toBe("Sat 28 Nov, 09:14");
  expect(formatInstant(1_795_428_000_001)).toBe("2026-11-23T10:00:00.001Z");
  expect(ceilMinute(60_001)).toBe(120_000);
  expect(isTimeZone("America/Sao_Paulo")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});

const zones = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Pacific/Apia",
  "Africa/Cairo",
);
const instants = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });

property.prop([instants, fc.integer({ min: 0, max: 1_439 }), zones])(
  "the next time of day is after now, within 25 hours, and the clock shows it, or the gap's other side",
  (now, time, zone) => {
    const next = nextTimeOfDay(now, time, zone);
    expect(next).toBeGreaterThan(now);
    expect(next - now).toBeLessThanOrEqual(DAY + HOUR);
    const local = localTime(next, zone);
    const shown = local.hour * 60 + local.minute;
    if (shown !== time) expect(localTime(next - 61 * MINUTE, zone).hour).not.toBe((local.hour + 23) % 24);
  },
);

property.prop([instants, zones])(
  "a wall clock read and set again is the same instant, or the first of two",
  (now, zone) => {
    const whole = Math.floor(now / 1_000) * 1_000;
    const again = instantOf(localTime(whole, zone), zone);
    expect(localTime(again, zone)).toEqual(localTime(whole, zone));
    expect(again).toBeLessThanOrEqual(whole);
  },
);
