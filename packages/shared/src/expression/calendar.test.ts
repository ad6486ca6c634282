import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { calendarDay, dayNumber, formatDay, parseDay, weekdayOf } from "./calendar.ts";

const DAY = 86_400_000;

describe("days", () => {
  it.each([
    ["1970-01-01", 0],
    ["2026-11-23", 20_780],
    ["2000-02-29", 11_016],
    ["0001-01-01", -719_162],
    ["9999-12-31", 2_932_896],
  ])("%s is day %i", (text, number) => {
    expect(parseDay(text)).toBe(number);
    expect(formatDay(number)).toBe(text);
  });

  it.each([
    "2026-02-29",
    "2100-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "0000-01-01",
    "2026-1-1",
    "23/11/2026",
    "",
  ])("%s is none", (text) => {
    expect(parseDay(text)).toBeNull();
  });

  it.each([-719_163, 2_932_897, 0.5, Number.NaN])("day %d has no date", (number) => {
    expect(formatDay(number)).toBeNull();
  });

  test.prop([fc.integer({ min: -719_162, max: 2_932_896 })])("agree with the machine's calendar", (number) => {
    const machine = new Date(number * DAY);
    expect(formatDay(number)).toBe(machine.toISOString().slice(0, 10));
    expect(weekdayOf(number) % 7).toBe(machine.getUTCDay());
    expect(dayNumber(calendarDay(number))).toBe(number);
  });
});
