import type { Json } from "../../flow/json.ts";
import { isObject, ownPart, plain, toNumber } from "../values.ts";
import { type Call, defineFunction } from "./definition.ts";

const list = { name: "list", kind: "list" } as const;

export const listFunctions = [
  defineFunction({
    name: "first",
    parameters: [list],
    help: "The first item; null when the list is empty.",
    examples: [
      ["first(['red', 'green'])", "red"],
      ["first([])", null],
    ],
    run: ([items]) => plain(items[0]),
  }),
  defineFunction({
    name: "last",
    parameters: [list],
    help: "The last item; null when the list is empty.",
    examples: [
      ["last(['red', 'green'])", "green"],
      ["split('Ana Maria Silva') | last", "Silva"],
    ],
    run: ([items]) => plain(items.at(-1)),
  }),
  defineFunction({
    name: "slice",
    parameters: [
      { name: "value", kind: "any" },
      { name: "from", kind: "whole" },
      { name: "to", kind: "whole", optional: true },
    ],
    help: "Some items of a list, or characters of a text: from a place, counted from 0, up to before another; -1 is the last.",
    examples: [
      ["slice(['a', 'b', 'c', 'd'], 1, 3)", ["b", "c"]],
      ["slice(['a', 'b', 'c'], -2)", ["b", "c"]],
      ["slice('10234', 0, 2)", "10"],
      ["slice('👍👋', 1)", "👋"],
    ],
    run: ([value, from, to], call) => {
      if (value === null) return null;
      if (Array.isArray(value)) return call.spend(value.length) ? value.slice(from, to) : null;
      if (isObject(value)) return call.fail("an object has no order; take a list or a text");
      const text = call.text(value);
      return text === null ? null : [...text].slice(from, to).join("");
    },
  }),
  defineFunction({
    name: "reverse",
    parameters: [list],
    help: "The items from the last to the first.",
    examples: [["reverse([1, 2, 3])", [3, 2, 1]]],
    run: ([items]) => items.toReversed(),
  }),
  defineFunction({
    name: "sort",
    parameters: [list],
    help: "The items from small to large: numbers, or texts character by character, where capitals come first.",
    examples: [
      ["sort([10, 9, 100])", [9, 10, 100]],
      ["sort(['10', '9'])", ["9", "10"]],
      ["sort(['pear', 'Apple', 'fig'])", ["Apple", "fig", "pear"]],
      ["reverse(sort([1, 3, 2]))", [3, 2, 1]],
    ],
    run: ([items], call) => sorted(items, call),
  }),
  defineFunction({
    name: "unique",
    parameters: [list],
    help: "Each item once, at its first place. The number 42 and the text '42' are two.",
    examples: [
      ["unique(['a', 'b', 'a'])", ["a", "b"]],
      ["length(unique([1, 1, 2]))", 2],
    ],
    run: ([items], call) => {
      const seen = new Map<string, Json>();
      for (const item of items) {
        const key = keyOf(item, call);
        if (key === null) return null;
        if (!seen.has(key)) seen.set(key, item);
      }
      return [...seen.values()];
    },
  }),
  defineFunction({
    name: "count",
    parameters: [list, { name: "item", kind: "any", optional: true }],
    help: "How many items a list has; with a second value, how many of them are equal to it, as == says.",
    examples: [
      ["count(['a', 'b'])", 2],
      ["count(['yes', 'no', 'yes'], 'yes')", 2],
      ["count([1, '1', 2], 1)", 2],
    ],
    run: ([items, item], call) =>
      item === undefined ? items.length : items.filter((candidate) => call.isEqual(candidate, item)).length,
  }),
  defineFunction({
    name: "pluck",
    parameters: [list, { name: "name", kind: "text" }],
    help: "The part of this name of each object in a list; null where there is none.",
    examples: [
      ["pluck([{name: 'Shoe', price: 60}, {name: 'Sock', price: 5}], 'name')", ["Shoe", "Sock"]],
      ["sum(pluck([{price: 60}, {price: 5}], 'price'))", 65],
    ],
    run: ([items, name]) =>
      items.map((item) => {
        const value = plain(item);
        return isObject(value) ? ownPart(value, name) : null;
      }),
  }),
  defineFunction({
    name: "keys",
    parameters: [{ name: "object", kind: "any" }],
    help: "The names of the parts of an object, in order of the alphabet.",
    examples: [
      ["keys({size: 42, color: 'red'})", ["color", "size"]],
      ["'size' in {size: 42}", true],
      ["keys({})", []],
    ],
    run: ([object], call) => {
      if (object === null) return null;
      if (!isObject(object)) return call.fail("only objects have names of parts");
      const names = Object.keys(object).filter((name) => name !== "__proto__");
      return call.spend(names.length) ? names.sort(inOrder) : null;
    },
  }),
];

/** All numbers, or texts that read as such; else all texts. Anything else has no order. */
function sorted(items: readonly Json[], call: Call): Json {
  const rounds = Math.ceil(Math.log2(items.length + 1));
  const numbers = items.map(toNumber);
  if (numbers.every((number) => number !== null)) {
    if (!call.spend(items.length * rounds)) return null;
    const order = numbers.map((_, index) => index).sort((a, b) => numbers[a]! - numbers[b]! || a - b);
    return order.map((index) => items[index]!);
  }
  if (!items.every((item) => typeof item === "string")) return call.fail("only numbers, or only texts, have an order");
  const longest = items.reduce((length, item) => Math.max(length, item.length), 1);
  // Comparing sixteen characters is about as much work as one node.
  if (!call.spend(Math.ceil(items.length * rounds * (1 + longest / 16)))) return null;
  return items.toSorted(inOrder);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Equal for values of the same kind that are equal. Costs their length. */
function keyOf(item: Json, call: Call): string | null {
  const value = plain(item);
  if (typeof value === "object" && value !== null) {
    const text = call.text([value]);
    return text === null ? null : `${Array.isArray(value) ? "list" : "object"} ${canonical(value)}`;
  }
  return call.spend(typeof value === "string" ? value.length + 1 : 1) ? `${typeof value} ${value}` : null;
}

/** JSON with the names in order; its length was paid, and its depth checked, by `text`. */
function canonical(value: Json): string {
  const item = plain(value);
  if (Array.isArray(item)) return `[${item.map(canonical).join(",")}]`;
  if (!isObject(item)) return JSON.stringify(item);
  const names = Object.keys(item)
    .filter((name) => name !== "__proto__")
    .sort(inOrder);
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(item[name] ?? null)}`).join(",")}}`;
}
