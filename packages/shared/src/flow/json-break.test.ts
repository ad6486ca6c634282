import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { findJsonBreak } from "./json-break.ts";

describe("names the place and what was expected", () => {
  test.each<[string, number, number, string]>([
    ["", 1, 1, "a value was expected"],
    ['{\n "a": 1,,\n}', 2, 9, "a name in double quotes was expected"],
    ['{\n  "nodes": [,]\n}', 2, 13, "a value was expected"],
    ['{"a": 1', 1, 8, '"," or "}" was expected'],
    ["[1 2]", 1, 4, '"," or "]" was expected'],
    ["[1,]", 1, 4, "a value was expected"],
    ['{"a" 1}', 1, 6, '":" was expected'],
    ["{a: 1}", 1, 2, "a name in double quotes was expected"],
    ["{} x", 1, 4, "nothing more was expected"],
    ["[01]", 1, 3, '"," or "]" was expected'],
    ["[True]", 1, 2, "a value was expected"],
    ['["a\nb"]', 1, 4, "the end of a text in double quotes was expected"],
    ['["\\x"]', 1, 3, "a known escape such as \\n was expected"],
    ['["open', 1, 7, "the end of a text in double quotes was expected"],
  ])("%j", (text, line, column, expected) => {
    expect(findJsonBreak(text)).toMatchObject({ line, column, expected });
  });

  test("nesting of any depth", () => {
    expect(findJsonBreak("[".repeat(1_000_000))).toMatchObject({ expected: "a value was expected", column: 1_000_001 });
    expect(findJsonBreak(`${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`)).toBeNull();
  });
});

/** JSON texts with one character changed, put in or taken out. */
const nearlyJson = fc
  .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", '"', "}", "[", ":", "0", "-", "\\", "\n", "x", "e"), fc.nat(2))
  .map(([text, at, piece, cut]) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + piece + text.slice(position + cut);
  });

property.prop([nearlyJson], { numRuns: 2_000 })("agrees with JSON.parse on what is JSON", (text) => {
  let isJson = true;
  try {
    JSON.parse(text);
  } catch {
    isJson = false;
  }
  expect(findJsonBreak(text) === null).toBe(isJson);
});
