import type { Json } from "../../flow/json.ts";
import { formatCurrency, formatNumber, isCurrency } from "../locale.ts";
import { tidyNumber, toNumber } from "../values.ts";
import { type Call, defineFunction } from "./definition.ts";
import { localeFor, localeParameter } from "./locale-parameter.ts";

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
  defineFunction({
    name: "sum",
    parameters: [numbers],
    help: "All numbers, or those of a list, added up; null is left out.",
    examples: [
      ["sum(1, 2, 3.5)", 6.5],
      ["sum([10, '20', null])", 30],
      ["sum(pluck([{price: 5}, {price: 7}], 'price'))", 12],
      ["sum([])", 0],
    ],
    run: ([values], call) => total(values, call)?.sum ?? null,
  }),
  defineFunction({
    name: "average",
    parameters: [numbers],
    help: "The mean of several numbers, or of a list of them; null is left out, and of nothing there is none.",
    examples: [
      ["average(4, 5, 3)", 4],
      ["average([])", null],
    ],
    run: ([values], call) => {
      const all = total(values, call);
      return all === null || all.count === 0 ? null : all.sum / all.count;
    },
  }),
  defineFunction({
    name: "format_number",
    parameters: [number, localeParameter, { name: "digits", kind: "whole", optional: true }],
    help: "The number as a language writes it (the flow's, if none is given), with so many decimals.",
    examples: [
      ["format_number(1234567.891, 'pt-BR')", "1.234.567,891"],
      ["format_number(1234.5, 'en', 2)", "1,234.50"],
      ["format_number(0.5, 'de', 0)", "1"],
      ["format_number(1234.5, 'fr', 1)", "1 234,5"],
    ],
    run: ([value, locale, digits], call) => {
      if (digits !== undefined && (digits < 0 || digits > 15)) return call.fail("digits go from 0 to 15");
      const language = localeFor(locale, call);
      return language && formatNumber(value, language, digits);
    },
  }),
  defineFunction({
    name: "format_currency",
    parameters: [number, { name: "currency", kind: "text", check: whyNoCurrency }, localeParameter],
    help: "An amount of money as a language writes it; the currency is three letters, as in BRL.",
    examples: [
      ["format_currency(1299, 'BRL', 'pt-BR')", "R$ 1.299,00"],
      ["format_currency(49.9, 'EUR', 'de')", "49,90 €"],
      ["format_currency(5000, 'JPY', 'en')", "¥5,000"],
    ],
    run: ([value, currency, locale], call) => {
      const wrong = whyNoCurrency(currency);
      if (wrong !== null) return call.fail(wrong);
      const language = localeFor(locale, call);
      return language && formatCurrency(value, currency.toUpperCase(), language);
    },
  }),
];

function whyNoCurrency(code: string): string | null {
  return isCurrency(code) ? null : "there is no currency of this name; write three letters such as BRL or EUR";
}

function total(values: Json[], call: Call): { sum: number; count: number } | null {
  const first = values[0];
  const all = values.length === 1 && Array.isArray(first) ? first : values;
  if (!call.spend(all.length)) return null;
  let sum = 0;
  let count = 0;
  for (const item of all) {
    if (item === null) continue;
    const value = toNumber(item);
    if (value === null) return call.fail("all values must be numbers");
    sum = tidyNumber(sum + value) ?? Number.NaN;
    count += 1;
  }
  return Number.isFinite(sum) ? { sum, count } : call.fail("the result is too large for a number");
}

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
