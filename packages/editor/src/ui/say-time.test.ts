import { expect, test } from "vitest";
import { count, sayAgo, sayDay, sayRemaining, sayWhen } from "./say-time.ts";
import { windowState } from "./window-meter.tsx";

const at = (text: string) => Date.parse(text);
const now = at("2026-11-28T11:26:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, "0 m"],
  [30_000, "1 m"],
  [12 * MINUTE, "12 m"],
  [3 * HOUR + 12 * MINUTE, "3 h 12 m"],
  [24 * HOUR, "24 h"],
  [47 * HOUR + 59 * MINUTE, "47 h 59 m"],
  [48 * HOUR, "2 d"],
  [76 * HOUR, "3 d 4 h"],
])("%i ms left is said as %s", (duration, words) => {
  expect(sayRemaining(duration)).toBe(words);
});

test.each([
  ["2026-11-28T09:00:00Z", "09:00"],
  ["2026-11-26T18:40:00Z", "Thu"],
  ["2026-11-19T18:40:00Z", "19 Nov"],
  ["2025-11-19T18:40:00Z", "19 Nov 2025"],
])("in a list %s is %s", (text, words) => {
  expect(sayWhen(at(text), now, "UTC")).toBe(words);
});

test("what a day is depends on the zone", () => {
  const late = at("2026-11-27T22:30:00Z");
  expect(sayWhen(late, now, "UTC")).toBe("Fri");
  expect(sayWhen(late, now, "Asia/Kolkata")).toBe("04:00");
});

test.each([
  ["2026-11-28T00:00:00Z", "Today"],
  ["2026-11-27T23:59:00Z", "Yesterday"],
  ["2026-11-25T10:00:00Z", "Wednesday"],
  ["2026-11-19T10:00:00Z", "Thu 19 Nov"],
])("between the messages of %s stands %s", (text, words) => {
  expect(sayDay(at(text), now, "UTC")).toBe(words);
});

test.each([
  [30_000, "just now"],
  [12 * MINUTE, "12 m ago"],
  [3 * HOUR, "08:26"],
])("edited %i ms ago is %s", (past, words) => {
  expect(sayAgo(now - past, now, "UTC")).toBe(words);
});

test.each([
  [null, "closed"],
  [now, "closed"],
  [now + 1, "closing"],
  [now + 4 * HOUR - 1, "closing"],
  [now + 4 * HOUR, "open"],
] as const)("a window that ends at %s is %s", (until, state) => {
  expect(windowState(until, now)).toBe(state);
});

test("numbers agree with their words", () => {
  expect(count(1, "person is", "people are")).toBe("1 person is");
  expect(count(1_204, "flow")).toBe("1,204 flows");
});
