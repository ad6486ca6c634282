/**
 * Reading an untrusted request piece by piece, with Meta's answers: 131008 for what is missing, 131009 for a value that
 * may not be, 100 for the wrong kind of JSON. Places are named the way Meta names them: `text['body']`.
 */
import { lengthOf } from "@sluice/shared/messages/limits";
import { GraphError } from "./graph-error.ts";

export type Json = Record<string, unknown>;

/** `inside("text", "body")` -> "text['body']" */
export function inside(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}['${key}']`;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function missing(path: string): GraphError {
  return new GraphError(131008, `The parameter ${path} is required.`);
}

export function invalid(path: string, why: string): GraphError {
  return new GraphError(131009, `Param ${path} ${why}.`);
}

function malformed(path: string, kind: string): GraphError {
  return new GraphError(100, `Param ${path} must be ${kind}.`);
}

export function asObject(value: unknown, path: string): Json {
  if (value === undefined || value === null) throw missing(path);
  if (!isObject(value)) throw malformed(path, "a JSON object");
  return value;
}

export function objectAt(from: Json, key: string, path = ""): Json {
  return asObject(from[key], inside(path, key));
}

export function maybeObjectAt(from: Json, key: string, path = ""): Json | null {
  return from[key] === undefined || from[key] === null ? null : objectAt(from, key, path);
}

/** A text that must be there and not be empty. `max` counts characters. */
export function textAt(from: Json, key: string, path = "", limits: { max?: number } = {}): string {
  const value = from[key];
  const place = inside(path, key);
  if (value === undefined || value === null || value === "") throw missing(place);
  if (typeof value !== "string") throw malformed(place, "a string");
  if (limits.max !== undefined && lengthOf(value) > limits.max) {
    throw invalid(place, `must be at most ${limits.max} characters long; it has ${lengthOf(value)}`);
  }
  return value;
}

/** The same for a text that may be missing or empty. */
export function maybeTextAt(from: Json, key: string, path = "", limits: { max?: number } = {}): string | undefined {
  const value = from[key];
  return value === undefined || value === null || value === "" ? undefined : textAt(from, key, path, limits);
}

export function oneOf<const T extends string>(from: Json, key: string, path: string, values: readonly T[]): T {
  const value = textAt(from, key, path);
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(inside(path, key), `must be one of ${values.join(", ")}; it is "${value}"`);
  return found;
}

function arrayAt(from: Json, key: string, path: string, limits: { min: number; max: number }): unknown[] {
  const value = from[key];
  const place = inside(path, key);
  if (value === undefined || value === null) throw missing(place);
  if (!Array.isArray(value)) throw malformed(place, "an array");
  if (value.length < limits.min || value.length > limits.max) {
    throw invalid(place, `must have ${limits.min} to ${limits.max} elements; it has ${value.length}`);
  }
  return value;
}

/** Objects of an array, each with its place. */
export function objectsAt(
  from: Json,
  key: string,
  path: string,
  limits: { min: number; max: number },
): { item: Json; place: string }[] {
  return arrayAt(from, key, path, limits).map((value, index) => {
    const place = inside(inside(path, key), index);
    return { item: asObject(value, place), place };
  });
}

export function numberAt(from: Json, key: string, path: string, limits: { min: number; max: number }): number {
  const value = from[key];
  const place = inside(path, key);
  if (value === undefined || value === null || value === "") throw missing(place);
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw malformed(place, "a number");
  if (number < limits.min || number > limits.max)
    throw invalid(place, `must be between ${limits.min} and ${limits.max}; it is ${number}`);
  return number;
}

export function maybeBooleanAt(from: Json, key: string, path = ""): boolean | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw malformed(inside(path, key), "a boolean");
  return value;
}

/** Meta refuses keys it does not know inside a message part. */
export function onlyKeys(from: Json, path: string, keys: readonly string[]): void {
  for (const key of Object.keys(from)) {
    if (!keys.includes(key)) throw new GraphError(100, `Unexpected key "${key}" on param "${path}".`);
  }
}

/** No two alike; `what` names them in the answer. */
export function noneTwice(values: readonly string[], path: string, what: string): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw invalid(path, `has the ${what} "${value}" twice; each must be unique`);
    seen.add(value);
  }
}
