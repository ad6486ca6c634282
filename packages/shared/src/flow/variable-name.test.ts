import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { readsOfExpression } from "../expression/reads.ts";
import { variableName } from "../nodes/fields.ts";
import { variableSchema } from "./document.ts";

it.each([
  ["size", true],
  ["_a1", true],
  ["नाम", true],
  ["cafe\u0301", true],
  ["ชื่อ", true],
  ["\u0301a", false],
  ["1a", false],
  ["first name", false],
  ["a-b", false],
  ["", false],
  ["a".repeat(65), false],
])("%j is a name: %s", (name, isName) => {
  expect(variableSchema.safeParse({ name, type: "text" }).success).toBe(isName);
  expect(variableName.safeParse(name).success).toBe(isName);
});

const WORDS = ["and", "or", "not", "in", "true", "false", "null", "contact"];

test.prop([fc.string({ unit: "grapheme", maxLength: 8 })])(
  "what may be declared can be read in an expression",
  (name) => {
    fc.pre(variableSchema.safeParse({ name, type: "text" }).success && !WORDS.includes(name));
    const reads = readsOfExpression(name);
    // Words of other languages (None, AND) are refused with a hint.
    if (reads.length > 0) expect(reads).toEqual([name]);
    else expect(name).toMatch(/^[A-Za-z]+$/);
  },
);
