import type { Json } from "../flow/json.ts";
import { LIMITS } from "./limits.ts";
import type { Run } from "./run.ts";
import type { Span } from "./tree.ts";

type JsonObject = { [key: string]: Json };

/** For notes: "a text", "a list". */
export function sayKind(value: Json): string {
  if (value === null) return "empty (null)";
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "number") return "a number";
  if (typeof value === "string") return "a text";
  return Array.isArray(value) ? "a list" : "an object";
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a host hands over, made safe to look at: anything that JSON does not know is null, -0 is 0. Does not look inside. */
export function plain(value: Json | undefined): Json {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  return typeof value === "string" || typeof value === "boolean" || typeof value === "object" ? value : null;
}

/**
 * What counts as true in a condition. False are: null, false, 0, a text that is empty or blank or says "false" (a truth
 * that passed through a text), an empty list, an empty object. All else is true, "0" and "no" included.
 */
export function truthy(value: Json): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (typeof value === "string") {
    const text = value.trim();
    return text !== "" && (text.length !== 5 || text.toLowerCase() !== "false");
  }
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object" || value === null) return false;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}

const NEVER = new Set(["__proto__", "constructor", "prototype"]);

/** Names that are missing everywhere, whoever asks. */
export function isForbidden(name: string): boolean {
  return NEVER.has(name);
}

/** Own properties only; null when missing. */
export function ownPart(of: JsonObject, name: string): Json {
  return !isForbidden(name) && Object.hasOwn(of, name) ? plain(of[name]) : null;
}

/** A number, or a text that reads as one (compile-expression.ts); null otherwise. */
export function toNumber(value: Json): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.length > 40) return null;
  const text = value.trim();
  let digits = 0;
  let point = false;
  for (let at = text.startsWith("-") ? 1 : 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "." && !point && digits > 0 && at < text.length - 1) point = true;
    else if (character >= "0" && character <= "9") digits += 1;
    else return null;
  }
  // More digits than a number can hold: an id, not a quantity; two of them must not become equal by rounding.
  return digits > 0 && digits <= 15 ? Number(text) + 0 : null;
}

/** Fifteen digits, no -0: hides what binary fractions add. Null for what is not a number any more. */
export function tidyNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) ? value + 0 : Number(value.toPrecision(15)) + 0;
}

/** Never with an exponent: 0.0000001 and 1000000000000000000000. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();
  const text = String(tidyNumber(value) ?? 0);
  const mark = text.indexOf("e-");
  if (mark < 0) return text;
  const sign = text.startsWith("-") ? "-" : "";
  const digits = text.slice(sign.length, mark).replace(".", "");
  return `${sign}0.${"0".repeat(Number(text.slice(mark + 2)) - 1)}${digits}`;
}

const TOO_LONG = `this is longer than ${LIMITS.output} characters as text, or nested too deeply`;

/**
 * A value as people read it: null is empty, numbers are plain, lists are joined with ", ", objects are written as JSON.
 * Costs its length. Null, with a note, when it is too long or too deep.
 */
export function toText(value: Json, run: Run, place: Span): string | null {
  if (typeof value === "string") {
    if (value.length > LIMITS.output) return run.fail(place, TOO_LONG);
    return run.spend(value.length) ? value : null;
  }
  if (typeof value !== "object" || value === null) {
    const text = scalarText(plain(value));
    return run.spend(text.length + 1) ? text : null;
  }
  const parts: string[] = [];
  let length = 0;
  const add = (part: string): boolean => {
    length += part.length;
    parts.push(part);
    return run.spend(part.length + 1) && length <= LIMITS.output;
  };
  const write = (item: Json, depth: number): boolean => {
    if (depth > LIMITS.depth) return false;
    if (isObject(item)) return writeJson(item, add, depth);
    if (!Array.isArray(item)) return add(scalarText(plain(item)));
    for (let index = 0; index < item.length; index += 1) {
      if (index > 0 && !add(", ")) return false;
      if (!write(plain(item[index]), depth + 1)) return false;
    }
    return true;
  };
  if (write(plain(value), 0)) return parts.join("");
  return run.fail(place, TOO_LONG);
}

function scalarText(value: Json): string {
  if (typeof value === "number") return numberText(value);
  return value === null ? "" : String(value);
}

/** False as soon as `add` says so, or when it is too deep. */
function writeJson(value: Json, add: (part: string) => boolean, depth: number): boolean {
  if (depth > LIMITS.depth) return false;
  if (Array.isArray(value)) {
    if (!add("[")) return false;
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0 && !add(",")) return false;
      if (!writeJson(plain(value[index]), add, depth + 1)) return false;
    }
    return add("]");
  }
  if (!isObject(value)) return add(JSON.stringify(value));
  if (!add("{")) return false;
  let first = true;
  for (const key of Object.keys(value)) {
    if (key === "__proto__") continue;
    if (!add(`${first ? "" : ","}${JSON.stringify(key)}:`)) return false;
    if (!writeJson(plain(value[key]), add, depth + 1)) return false;
    first = false;
  }
  return add("}");
}

/**
 * The value as it leaves the language: plain JSON that shares nothing with the scope. Null, with a note, when it is too
 * large or too deep.
 */
export function copyOut(value: Json, run: Run, place: Span): Json {
  if (value === null || typeof value === "boolean" || typeof value === "number") return plain(value);
  if (typeof value === "string" && value.length + 2 <= LIMITS.output) return value;
  let room: number = LIMITS.output;
  let whole = true;
  const copy = (item: Json, depth: number): Json => {
    room -= typeof item === "string" ? item.length + 2 : 8;
    if (room < 0 || depth > LIMITS.depth) whole = false;
    if (!whole || typeof item !== "object" || item === null) return item;
    if (Array.isArray(item)) {
      const items: Json[] = [];
      for (let index = 0; whole && index < item.length; index += 1) items.push(copy(plain(item[index]), depth + 1));
      return items;
    }
    const object: JsonObject = {};
    for (const key of Object.keys(item)) {
      room -= key.length + 2;
      if (!whole || key === "__proto__") continue;
      object[key] = copy(plain(item[key]), depth + 1);
    }
    return object;
  };
  const result = copy(plain(value), 0);
  return whole ? result : run.fail(place, `the value is larger than ${LIMITS.output} characters, or nested too deeply`);
}
