import type { Json } from "../flow/json.ts";
import { LIMITS } from "./limits.ts";
import type { Run } from "./run.ts";
import type { ArithmeticOperator, OrderOperator, Span } from "./tree.ts";
import { isForbidden, isObject, plain, sayKind, tidyNumber, toNumber, toText } from "./values.ts";

export function calculate(operator: ArithmeticOperator, left: Json, right: Json, run: Run, place: Span): number | null {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === null || b === null) {
    const side = a === null ? `left side is ${sayOperand(left)}` : `right side is ${sayOperand(right)}`;
    const words = typeof left === "string" && typeof right === "string" && operator === "+";
    return run.fail(place, `${operator} needs two numbers; the ${side}${words ? ". & joins texts" : ""}`);
  }
  if (b === 0 && (operator === "/" || operator === "%")) return run.fail(place, "nothing can be divided by zero");
  const result = tidyNumber(compute(operator, a, b));
  return result ?? run.fail(place, "the result is too large for a number");
}

function compute(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%": {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    }
  }
}

/** Two numbers or two texts; false with a note for anything else. */
export function isInOrder(operator: OrderOperator, left: Json, right: Json, run: Run, place: Span): boolean {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== null && b !== null) return holds(operator, a, b);
  if (typeof left === "string" && typeof right === "string") {
    return run.spend(Math.min(left.length, right.length)) && holds(operator, left, right);
  }
  const kinds = `${sayOperand(left)} and ${sayOperand(right)}`;
  run.fail(place, `${operator} compares two numbers or two texts, not ${kinds}; taken as false`);
  return false;
}

function holds(operator: OrderOperator, a: number | string, b: number | string): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

/** A text that does not read as a number is worth saying so. */
function sayOperand(value: Json): string {
  return typeof value === "string" && toNumber(value) === null ? "a text that is no number" : sayKind(value);
}

/** `==`. Looks no deeper than LIMITS.depth; deeper values are unequal. */
export function isEqual(left: Json, right: Json, run: Run, depth = 0): boolean {
  const [a, b] = [plain(left), plain(right)];
  if (a === b) return typeof a !== "string" || run.spend(a.length);
  if (a === null || b === null || !run.spend(1) || depth > LIMITS.depth) return false;
  if (typeof a === "number" && typeof b === "string") return toNumber(b) === a;
  if (typeof a === "string" && typeof b === "number") return toNumber(a) === b;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null, run, depth + 1));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (!run.spend(keys.length) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null, run, depth + 1));
}

/** `in`: an item of a list, a part of a text, a name in an object; nothing is in null. */
export function isIn(part: Json, whole: Json, run: Run, place: Span): boolean {
  if (Array.isArray(whole)) return whole.some((item) => isEqual(part, item, run));
  if (whole === null || part === null) return false;
  if (isObject(whole)) return typeof part === "string" && !isForbidden(part) && Object.hasOwn(whole, part);
  if (typeof whole === "boolean" || typeof part === "object") {
    run.fail(place, `${sayKind(part)} cannot be looked for in ${sayKind(whole)}; taken as false`);
    return false;
  }
  const [text, piece] = [toText(whole, run, place), toText(part, run, place)];
  return text !== null && piece !== null && text.includes(piece);
}

/** `&`: the texts of all parts, one after the other. */
export function joinTexts(parts: readonly Json[], run: Run, place: Span): string | null {
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    const text = toText(part, run, place);
    if (text === null) return null;
    texts.push(text);
    length += text.length;
    if (length > LIMITS.output) return run.fail(place, `the text is longer than ${LIMITS.output} characters`);
  }
  return texts.join("");
}
