import type { Json } from "../../flow/json.ts";
import { tidyNumber, toNumber } from "../values.ts";
import { type Call, defineFunction } from "./definition.ts";

const number = { name: "number", kind: "number" } as const;
const numbers = { name: "numbers", kind: "any", rest: true } as const;

export const numberFunctions = [
  defineFunction({
    name: "number",
    parameters: [{ name: "value", kind: "any" }],
    help: "The value as a number; null when it does not read as one.",
    examples: [
      ["number(' 42 ')", 42],
      ["number('four')", null],
      ["default(number('four'), 0)", 0],
    ],
    run: ([value]) => toNumber(value),
  }),
  defineFunction({
    name: "round",
    parameters: [number, { name: "digits", kind: "whole", optional: true }],
    help: "Rounded to a number of decimals (none if not given); halves go away from zero.",
    examples: [
      ["round(2.5)", 3],
      ["round(-2.5)", -3],
      ["round(1.005, 2)", 1.01],
      ["round(1234, -2)", 1200],
    ],
    run: ([value, digits = 0], call) => {
      if (Math.abs(digits) > 15) return call.fail("digits go from -15 to 15");
      const factor = 10 ** Math.abs(digits);
      const size = Math.abs(value);
      const scaled = tidyNumber(digits < 0 ? size / factor : size * factor);
      // Too large to have decimals at all.
      if (scaled === null || (digits >= 0 && !Number.isSafeInteger(Math.round(scaled)))) return value;
      const whole = Math.round(scaled);
      return tidyNumber(Math.sign(value) * (digits < 0 ? whole * factor : whole / factor));
    },
  }),
  defineFunction({
    name: "floor",
    parameters: [number],
    help: "The next whole number downwards.",
    examples: [
      ["floor(2.9)", 2],
      ["floor(-2.1)", -3],
    ],
    run: ([value]) => Math.floor(value),
  }),
  defineFunction({
    name: "ceil",
    parameters: [number],
    help: "The next whole number upwards.",
    examples: [["ceil(2.1)", 3]],
    run: ([value]) => Math.ceil(value),
  }),
  defineFunction({
    name: "abs",
    parameters: [number],
    help: "The number without its sign.",
    examples: [["abs(-3)", 3]],
    run: ([value]) => Math.abs(value),
  }),
  defineFunction({
    name: "min",
    parameters: [numbers],
    help: "The smallest of several numbers, or of a list of them; null is left out.",
    examples: [
      ["min(3, 1, 2)", 1],
      ["min([3, '1'])", 1],
      ["min([])", null],
    ],
    run: ([values], call) => extreme(values, call, (value, best) => value < best),
  }),
  defineFunction({
    name: "max",
    parameters: [numbers],
    help: "The largest of several numbers, or of a list of them; null is left out.",
    examples: [["max(3, 1, 2)", 3]],
    run: ([values], call) => extreme(values, call, (value, best) => value > best),
  }),
];

function extreme(values: Json[], call: Call, isBetter: (value: number, best: number) => boolean): number | null {
  const first = values[0];
  const all = values.length === 1 && Array.isArray(first) ? first : values;
  if (!call.spend(all.length)) return null;
  let best: number | null = null;
  for (const item of all) {
    if (item === null) continue;
    const value = toNumber(item);
    if (value === null) return call.fail("all values must be numbers");
    if (best === null || isBetter(value, best)) best = value;
  }
  return best;
}
