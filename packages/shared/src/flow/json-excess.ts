/**
 * What a JSON text would become, told before it is made: reading a million values takes seconds and hundreds of megabytes,
 * counting them a few milliseconds. Iterative, for text that is no JSON too; what it misreads there, the parser refuses.
 */
import { pathText } from "./problem.ts";

export interface JsonBounds {
  /** Lists and objects inside one another. */
  depth: number;
  /** Members of one object. */
  members: number;
  /** Values of any kind, the containers counted too. */
  values: number;
}

export interface JsonExcess {
  code: "too-deep" | "too-many-members" | "too-many-values";
  /** Where it was noticed; of deep places the first steps. */
  path: string;
  /** 1-based. */
  line: number;
}

const MOST_STEPS = 6;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Null when the text keeps the bounds. */
export function findJsonExcess(text: string, bounds: JsonBounds): JsonExcess | null {
  const open: Level[] = [];
  let level: Level | null = null;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      if (level !== null) level.text = at;
      at = endOfText(text, at);
    } else if (unit === COMMA) {
      values += 1;
      if (level !== null) level.index += 1;
    } else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      // An empty container costs as much as one with something in it.
      values += 1;
      level = { isList: unit === OPEN_LIST, index: 0, text: -1 };
      open.push(level);
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) {
      open.pop();
      level = open[open.length - 1] ?? null;
    } else continue;
    if (level !== null && !level.isList && level.index >= bounds.members)
      return excess("too-many-members", text, at, open.slice(0, -1));
    if (values > bounds.values) return excess("too-many-values", text, at, open);
    if (open.length > bounds.depth + 1) return excess("too-deep", text, at, open.slice(0, -1));
  }
  return null;
}

interface Level {
  isList: boolean;
  /** Commas so far. */
  index: number;
  /** Where the last text began: in an object, when a container opens, the name of the member that it is. */
  text: number;
}

/** The closing quote, or the end. */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at += 1;
    else if (unit === QUOTE) return at;
  }
  return text.length;
}

function excess(code: JsonExcess["code"], text: string, at: number, open: readonly Level[]): JsonExcess {
  const path = open.slice(0, MOST_STEPS).map((level) => (level.isList ? level.index : nameAt(text, level.text)));
  if (path.at(-1) === "") path.pop();
  return { code, path: pathText(path), line: linesBefore(text, at) + 1 };
}

function nameAt(text: string, from: number): string {
  return from < 0 ? "" : text.slice(from + 1, Math.min(endOfText(text, from), from + 60));
}

/** Line breaks from `from` and before `position`. */
export function linesBefore(text: string, position: number, from = 0): number {
  let lines = 0;
  for (let at = from; at < position; at += 1) if (text.charCodeAt(at) === 0x0a) lines += 1;
  return lines;
}

/** The first position from here on that is no white space. */
export function skipSpace(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
  }
  return Math.max(from, text.length);
}
