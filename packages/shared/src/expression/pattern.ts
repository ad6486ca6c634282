/**
 * Matching by pattern in time that grows with the text and never faster (RE2, by re2js): no look-around, no
 * back-references, nothing to go astray on. What a pattern costs is known before it runs.
 */
import { RE2JS } from "re2js";
import { LIMITS } from "./limits.ts";

export interface Pattern {
  /** Steps of its machine. */
  size: number;
  groups: number;
  /** Is it anywhere in the text? */
  isIn(text: string): boolean;
  /** The first place: the whole of it, then its groups; null for a group that took no part, and for no place at all. */
  find(text: string): (string | null)[] | null;
}

/** Work to make a pattern ready; paid each time, so that a result never depends on what is remembered. */
export function costOfReading(source: string): number {
  return source.length > LIMITS.pattern ? 1 : costOf(source, stepsOf(source));
}

/** Work to look through a text of this length. */
export function costOfLooking(pattern: Pattern, length: number): number {
  return Math.ceil(((length + 1) * pattern.size) / STEPS_PER_COST);
}

/** The pattern, or what is wrong with it, as the end of a sentence. Pay costOfReading before. */
export function readPattern(source: string): Pattern | string {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = compile(source);
  if (patterns.size >= MOST_REMEMBERED) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

/** Null when it is a pattern, or one that takes long to make: that is found out when it runs and is paid for. */
export function whyNoPattern(source: string): string | null {
  const large = whyTooLarge(source);
  if (large !== null || source.length > 100 || costOfReading(source) > 2_000) return large;
  const pattern = readPattern(source);
  return typeof pattern === "string" ? pattern : null;
}

const patterns = new Map<string, Pattern | string>();
const MOST_REMEMBERED = 200;
/** Steps of a pattern when its counts are written out; 2,000 take about 10 ms to make. */
const MOST_STEPS = 2_000;
/** So many steps of the machine are as much work as one node: 100,000 nodes' worth take about 100 ms. */
const STEPS_PER_COST = 32;

function compile(source: string): Pattern | string {
  const large = whyTooLarge(source);
  if (large !== null) return large;
  let machine: RE2JS;
  try {
    machine = RE2JS.compile(source);
  } catch (error) {
    return whyRefused(source, error);
  }
  const size = machine.programSize();
  if (size > 4 * MOST_STEPS) return "this pattern is too large; write a shorter one";
  return {
    size,
    groups: machine.groupCount(),
    isIn: (text) => machine.matcher(text).find(),
    find: (text) => {
      const matcher = machine.matcher(text);
      if (!matcher.find()) return null;
      return Array.from({ length: machine.groupCount() + 1 }, (_, group) => matcher.group(group) ?? null);
    },
  };
}

/** Known before any work is done. */
function whyTooLarge(source: string): string | null {
  if (source.length > LIMITS.pattern) return `a pattern has at most ${LIMITS.pattern} characters`;
  return stepsOf(source) > MOST_STEPS ? "the counts in this pattern make it too large; write smaller ones" : null;
}

/** Sets of letters are looked up in long tables, and turned round or folded one by one. */
function costOf(source: string, steps: number): number {
  const sets = source.match(/\\[pP]|\[\^|\(\?[a-zA-Z]*i/g)?.length ?? 0;
  return 10 * source.length + 2 * Math.min(steps, MOST_STEPS) + 400 * sets;
}

/**
 * An upper bound of the steps, counts written out: re2js refuses a count over 1,000, but not many of them. Reads no more
 * of the syntax than that needs; what it misreads, it counts too high.
 */
function stepsOf(source: string): number {
  const open: { sum: number; last: number }[] = [{ sum: 0, last: 0 }];
  const add = (size: number) => {
    const group = open[open.length - 1]!;
    group.sum += size;
    group.last = size;
  };
  for (let at = 0; at < source.length; ) {
    const count = /^\{(\d+)(?:,(\d*))?\}/.exec(source.slice(at, at + 12));
    const group = open[open.length - 1]!;
    if (count) {
      const times = Math.max(Number(count[1]), Number(count[2] ?? 0), 1);
      group.sum += group.last * (times - 1);
      group.last *= times;
      at += count[0].length;
    } else {
      const character = source.charAt(at);
      if (character === "(") open.push({ sum: 0, last: 0 });
      else if (character === ")" && open.length > 1) add((open.pop()?.sum ?? 0) + 2);
      else if (!"*+?|".includes(character)) add(1);
      at += character === "\\" ? 2 : 1;
    }
  }
  return open.reduce((sum, group) => sum + group.sum, 0);
}

function whyRefused(source: string, error: unknown): string {
  if (/\(\?(=|!|<=|<!)/.test(source)) return "look-ahead and look-behind, (?= and (?<=, do not exist in patterns here";
  if (/\\[1-9]/.test(source)) return "back-references such as \\1 do not exist in patterns here";
  const says = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "";
  return `this is not a pattern${says === "" ? "" : `: ${says}`}`;
}
