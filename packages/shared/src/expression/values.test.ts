import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { numberText, tidyNumber, toNumber } from "./values.ts";

describe("numberText", () => {
  it.each([
    [0, "0"],
    [-1.5, "-1.5"],
    [1e21, "1000000000000000000000"],
    [-1e-7, "-0.0000001"],
    [1.25e-9, "0.00000000125"],
    [0.1 + 0.2, "0.3"],
    [9_007_199_254_740_991, "9007199254740991"],
  ])("%d is written %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test.prop([fc.double({ noDefaultInfinity: true, noNaN: true })])(
    "has no exponent and means the same number",
    (value) => {
      const text = numberText(value);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(Number.isInteger(value) ? value + 0 : tidyNumber(value));
    },
  );
});

describe("toNumber", () => {
  it.each([
    ["42", 42],
    [" -1.5 ", -1.5],
    ["-0", 0],
    ["007", 7],
    ["123456789012345", 123_456_789_012_345],
  ])("%j reads as %d", (text, number) => {
    expect(toNumber(text)).toBe(number);
  });

  it.each([
    "",
    " ",
    "-",
    ".5",
    "5.",
    "1.2.3",
    "1e3",
    "+1",
    "0x10",
    "1,5",
    "1 000",
    "Infinity",
    "NaN",
    "--1",
    "1234567890123456",
  ])("%j does not", (text) => {
    expect(toNumber(text)).toBeNull();
  });
});
