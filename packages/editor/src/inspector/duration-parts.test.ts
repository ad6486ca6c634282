import { expect, it } from "vitest";
import { durationParts, durationText, type Unit } from "./duration-parts.ts";

const cases: [text: string, amount: number, unit: Unit][] = [
  ["PT10S", 10, "seconds"],
  ["PT90S", 90, "seconds"],
  ["PT30M", 30, "minutes"],
  ["PT90M", 90, "minutes"],
  ["PT2H", 2, "hours"],
  ["PT25H", 25, "hours"],
  ["P1D", 1, "days"],
  ["P7D", 7, "days"],
];

it.each(cases)("%s is %d %s", (text, amount, unit) => {
  expect(durationParts(text)).toEqual({ amount, unit });
  expect(durationParts(durationText(amount, unit) ?? "")).toEqual({ amount, unit });
});

it.each(["", "P", "PT0S", "soon", "2026-11-29T23:59:00Z"])("%j is no duration", (text) => {
  expect(durationParts(text)).toBeNull();
});

it.each([0, -1, Number.NaN])("%d hours are no duration", (amount) => {
  expect(durationText(amount, "hours")).toBeNull();
});
