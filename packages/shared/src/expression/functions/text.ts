import { LIMITS } from "../limits.ts";
import { costOfLooking, costOfReading, type Pattern, readPattern, whyNoPattern } from "../pattern.ts";
import { type Call, defineFunction } from "./definition.ts";

const text = { name: "text", kind: "text" } as const;
const pattern = { name: "pattern", kind: "text", check: whyNoPattern } as const;

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
    name: "matches",
    parameters: [text, pattern],
    help: "Is there a place in the text that fits the pattern? ^ and $ tie it to the ends; (?i) makes capitals equal.",
    examples: [
      ["matches('order 10234', '[0-9]{5}')", true],
      ["matches('01310-100', '^\\\\d{5}-?\\\\d{3}$')", true],
      ["matches('YES please', '(?i)^yes')", true],
      ["matches('abc', '^b')", false],
    ],
    run: ([value, source], call) => {
      const machine = machineFor(source, value, call);
      return machine?.isIn(value) ?? null;
    },
  }),
  defineFunction({
    name: "extract",
    parameters: [text, pattern, { name: "group", kind: "whole", optional: true }],
    help: "The first place that fits the pattern, or its first ( ) if it has one; 0 is all of it. Null if there is none.",
    examples: [
      ["extract('order 10234 of May', '[0-9]+')", "10234"],
      ["extract('size: 42', 'size: ([0-9]+)')", "42"],
      ["extract('2026-11-23', '([0-9]+)-([0-9]+)', 2)", "11"],
      ["extract('none', '[0-9]+')", null],
    ],
    run: ([value, source, group], call) => {
      const machine = machineFor(source, value, call);
      if (machine === null) return null;
      const wanted = group ?? Math.min(machine.groups, 1);
      if (wanted < 0 || wanted > machine.groups)
        return call.fail(`the pattern has ${machine.groups} groups in ( ), and 0 is all of it`);
      return machine.find(value)?.[wanted] ?? null;
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

/** Ready to look through the text, everything paid; null, noted, when it is no pattern. */
function machineFor(source: string, value: string, call: Call): Pattern | null {
  if (!call.spend(costOfReading(source))) return null;
  const machine = readPattern(source);
  if (typeof machine === "string") return call.fail(machine);
  return call.spend(costOfLooking(machine, value.length)) ? machine : null;
}

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
