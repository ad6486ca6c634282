import { expect, test } from "vitest";
import { knownLength } from "./known-length.ts";

test.each([
  ["plain", 5],
  ["ab{{ name }}cd", 4],
  ["{{ 'abc' }}", 3],
  ["{{ broken", 0],
])("L11 %j surely has %d characters", (text, length) => expect(knownLength(text)).toBe(length));
