import type { Json } from "../../flow/json.ts";
import { isObject } from "../values.ts";
import { defineFunction } from "./definition.ts";

const value = { name: "value", kind: "any" } as const;

export const valueFunctions = [
  defineFunction({
    name: "default",
    parameters: [value, { name: "otherwise", kind: "any" }],
    help: "The value, or another one when it is empty (as is_empty says). 0 and false are not empty.",
    examples: [
      ["default(null, 'friend')", "friend"],
      ["'' | default('friend')", "friend"],
      ["default(0, 5)", 0],
    ],
    run: ([given, otherwise]) => (isEmpty(given) ? otherwise : given),
  }),
  defineFunction({
    name: "is_empty",
    parameters: [value],
    help: "Is it null, a text of blanks or none, an empty list or an empty object?",
    examples: [
      ["is_empty(' ')", true],
      ["is_empty([])", true],
      ["is_empty(0)", false],
    ],
    run: ([given]) => isEmpty(given),
  }),
  defineFunction({
    name: "length",
    parameters: [value],
    help: "How many characters a text has, items a list, names an object; 0 for null.",
    examples: [
      ["length('olá')", 3],
      ["length('👍')", 1],
      ["length(['a', 'b'])", 2],
      ["length(null)", 0],
    ],
    run: ([given], call) => {
      if (given === null) return 0;
      if (typeof given === "boolean") return call.fail("true and false have no length");
      if (Array.isArray(given)) return given.length;
      if (isObject(given)) return Object.keys(given).length;
      const text = call.text(given);
      return text === null ? null : characters(text);
    },
  }),
  defineFunction({
    name: "contains",
    parameters: [value, { name: "part", kind: "any" }],
    help: "Is the part in the text, or the item in the list? The same as: part in value. Capitals matter.",
    examples: [
      ["contains('blue shoes', 'shoe')", true],
      ["contains(['S', 'M'], 'L')", false],
      ["contains(null, 'x')", false],
    ],
    run: ([given, part], call) => call.isIn(part, given),
  }),
];

function isEmpty(given: Json): boolean {
  if (given === null) return true;
  if (typeof given === "string") return given.trim() === "";
  if (Array.isArray(given)) return given.length === 0;
  return isObject(given) && Object.keys(given).length === 0;
}

/** Code points: most emoji are one. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
