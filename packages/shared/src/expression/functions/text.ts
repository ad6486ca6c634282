import { LIMITS } from "../limits.ts";
import { defineFunction } from "./definition.ts";

const text = { name: "text", kind: "text" } as const;

export const textFunctions = [
  defineFunction({
    name: "upper",
    parameters: [text],
    help: "The text in capital letters.",
    examples: [
      ["upper('olá')", "OLÁ"],
      ["'a' | upper", "A"],
      ["upper(null)", null],
    ],
    run: ([value]) => value.toUpperCase(),
  }),
  defineFunction({
    name: "lower",
    parameters: [text],
    help: "The text in small letters.",
    examples: [["lower('YES')", "yes"]],
    run: ([value]) => value.toLowerCase(),
  }),
  defineFunction({
    name: "trim",
    parameters: [text],
    help: "The text without blanks at both ends.",
    examples: [["trim('  yes ')", "yes"]],
    run: ([value]) => value.trim(),
  }),
  defineFunction({
    name: "starts_with",
    parameters: [text, { name: "start", kind: "text" }],
    help: "Does the text begin with this? Capitals matter.",
    examples: [
      ["starts_with('+5511900000001', '+55')", true],
      ["starts_with('Yes', 'y')", false],
    ],
    run: ([value, start]) => value.startsWith(start),
  }),
  defineFunction({
    name: "ends_with",
    parameters: [text, { name: "end", kind: "text" }],
    help: "Does the text end with this? Capitals matter.",
    examples: [["ends_with('ana@example.com', '.com')", true]],
    run: ([value, end]) => value.endsWith(end),
  }),
  defineFunction({
    name: "replace",
    parameters: [text, { name: "old", kind: "text" }, { name: "new", kind: "text" }],
    help: "The text with every place of one piece replaced by another.",
    examples: [
      ["replace('1.299,00', '.', '')", "1299,00"],
      ["replace('abc', '', '-')", "abc"],
    ],
    run: ([value, old, by], call) => {
      if (old === "") return value;
      const pieces = value.split(old);
      const length = value.length + (pieces.length - 1) * (by.length - old.length);
      if (length > LIMITS.output) return call.fail(`the result is longer than ${LIMITS.output} characters`);
      return call.spend(length) ? pieces.join(by) : null;
    },
  }),
  defineFunction({
    name: "split",
    parameters: [text, { name: "separator", kind: "text", optional: true }],
    help: "A list of the pieces between separators; without one, of the words.",
    examples: [
      ["split('red,green,blue', ',')", ["red", "green", "blue"]],
      ["split('  two  words ')", ["two", "words"]],
      ["split('2026-11-23', '-')[0]", "2026"],
    ],
    run: ([value, separator], call) => {
      const pieces = separator ? value.split(separator) : words(value);
      return call.spend(pieces.length) ? pieces : null;
    },
  }),
  defineFunction({
    name: "join",
    parameters: [
      { name: "list", kind: "list" },
      { name: "separator", kind: "text", optional: true },
    ],
    help: 'The items of a list as one text, with a separator between them (", " if none is given).',
    examples: [
      ["join(['red', 'green'], ' and ')", "red and green"],
      ["join([1, 2, 3])", "1, 2, 3"],
    ],
    run: ([list, separator = ", "], call) => {
      const texts: string[] = [];
      let length = -separator.length;
      for (const item of list) {
        const part = call.text(item);
        if (part === null || !call.spend(separator.length)) return null;
        texts.push(part);
        length += part.length + separator.length;
        if (length > LIMITS.output) return call.fail(`the result is longer than ${LIMITS.output} characters`);
      }
      return texts.join(separator);
    },
  }),
  defineFunction({
    name: "text",
    parameters: [{ name: "value", kind: "any" }],
    help: "The value as people read it: lists with commas, numbers plain, null empty.",
    examples: [
      ["text(1.50)", "1.5"],
      ["text([1, 'a'])", "1, a"],
      ["text(null)", ""],
    ],
    run: ([value], call) => call.text(value),
  }),
];

function words(value: string): string[] {
  const found: string[] = [];
  let word = "";
  for (const character of value) {
    if (character.trim() !== "") {
      word += character;
      continue;
    }
    if (word !== "") found.push(word);
    word = "";
  }
  if (word !== "") found.push(word);
  return found;
}
