import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { findHostile } from "./hostile-value.ts";
import { findJsonExcess } from "./json-excess.ts";

const bounds = { depth: 3, members: 4, values: 12 };

test.each<[string, string, string | null, string?, number?]>([
  ["nothing", "", null],
  ["at the depth allowed", "[[[[1]]]]", null],
  ["one deeper", '{"a": [\n[{"b": {}}]]}', "too-deep", "a[0][0].b", 2],
  ["brackets in a text", '"[[[[[[[["', null],
  ["an escaped quote before them", '["\\"[[[[[[", "\\\\"]', null],
  ["as many members as allowed", '{"a":1,"b":2,"c":3,"d":4}', null],
  ["one more", '{"x":[0,{"a":1,"b":2,"c":3,"d":4,"e":5}]}', "too-many-members", "x[1]"],
  ["as many values as allowed", "[1,2,3,4,5,6,7,8,9,10,11]", null],
  ["one more", "[1,2,3,4,5,6,7,8,9,10,11,12]", "too-many-values", "[11]"],
  ["empty ones", "[{},{},{},{},{},{}]", "too-many-values", "[5]"],
  ["closed more often than opened", "]]]}}[[1]]", null],
  ["a text that never ends", '["[[[[[[', null],
])("%s: %s", (_, text, code, path, line) => {
  const found = findJsonExcess(text, bounds);
  expect(found?.code ?? null).toBe(code);
  if (path !== undefined) expect(found?.path).toBe(path);
  if (line !== undefined) expect(found?.line).toBe(line);
});

property.prop([fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 })])(
  "says of the text what is said of the value",
  (value, depth, members) => {
    const wide = { depth, members, values: Number.POSITIVE_INFINITY };
    const ofText = findJsonExcess(JSON.stringify(value, null, 1), wide);
    const ofValue = findHostile(value, wide, "It");
    const isOurs = ofValue === null || ofValue.code.startsWith("too-");
    if (isOurs) expect(ofText === null).toBe(ofValue === null);
  },
);
