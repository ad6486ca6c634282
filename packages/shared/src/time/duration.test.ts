import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { DAY, formatDuration, HOUR, MINUTE, parseDuration, SECOND, sayDuration } from "./duration.ts";

test.each([
  ["PT13H", 13 * HOUR],
  ["P7D", 7 * DAY],
  ["P1W", 7 * DAY],
  ["P1DT2H3M4S", DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
  ["PT0.5H", 30 * MINUTE],
  ["PT0S", 0],
  ["PT90M", 90 * MINUTE],
  ["P", null],
  ["PT", null],
  ["P1DT", null],
  ["P1M", null],
  ["P1Y", null],
  ["PT-1H", null],
  ["-PT1H", null],
  ["pt1h", null],
  ["1h", null],
  [" PT1H", null],
  ["", null],
  ["PT1H1H", null],
  ["P99999D", null],
  [`PT${"9".repeat(60)}S`, null],
])("parseDuration(%j) -> %s", (text, duration) => {
  expect(parseDuration(text)).toBe(duration);
});

test.each([
  [90_000, "PT1M30S"],
  [25 * HOUR, "PT25H"],
  [DAY, "PT24H"],
  [3 * DAY, "P3D"],
  [3 * DAY + HOUR, "PT73H"],
  [0, "PT0S"],
  [-5, "PT0S"],
  [1_500, "PT1.5S"],
])("formatDuration(%i) -> %s", (duration, text) => {
  expect(formatDuration(duration)).toBe(text);
});

test.each([
  [45 * SECOND, "45 s"],
  [2 * HOUR, "2 h"],
  [90 * MINUTE, "1 h 30 m"],
  [3 * DAY, "3 d"],
  [25 * HOUR, "25 h"],
  [4 * DAY + 5 * HOUR, "4 d 5 h"],
  [4 * DAY + 5 * MINUTE, "4 d"],
])("sayDuration(%i) -> %s", (duration, text) => {
  expect(sayDuration(duration)).toBe(text);
});

property.prop([fc.integer({ min: 0, max: 3_650 * DAY })])("what is written is read back", (duration) => {
  expect(parseDuration(formatDuration(duration))).toBe(duration);
});

property.prop([fc.string()])("any text is a duration or is not", (text) => {
  const duration = parseDuration(text);
  expect(duration === null || (Number.isInteger(duration) && duration >= 0)).toBe(true);
});
