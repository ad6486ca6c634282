/**
 * Text from outside to a value, or a problem that names the place. Size, depth and number of values are looked at before
 * anything is made of them, so a refusal costs milliseconds and little memory whatever the text is (S8).
 */
import { findHostile } from "./hostile-value.ts";
import { findJsonBreak } from "./json-break.ts";
import { findJsonExcess, type JsonBounds, type JsonExcess } from "./json-excess.ts";
import { linesOf } from "./json-lines.ts";
import type { Problem } from "./problem.ts";

/** In UTF-8. */
export const MOST_BYTES = 5 * 1024 * 1024;
/** More than a flow of the most nodes and edges has in so many bytes. */
const MOST_VALUES = 500_000;
/** A layout has one for each node. */
export const MOST_MEMBERS = 20_000;
const MEGABYTE = 1024 * 1024;

export interface JsonKind {
  /** Begins the sentences: "The document". */
  what: string;
  /** What holds it, in the middle of a sentence: "the file". */
  holder: string;
  depth: number;
  /** Default: those of a flow. */
  bytes?: number;
}

export type ReadJson = { ok: true; value: unknown; text: string } | { ok: false; problem: Problem };

/** `text` comes back without a byte order mark. */
export function readJson(source: string, { what, holder, depth, bytes = MOST_BYTES }: JsonKind): ReadJson {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const size = saySize(text, bytes);
  if (size !== null) return refused({ code: "too-big", path: "", message: `${size}; 5 MB are allowed.` });
  const bounds = { depth, members: MOST_MEMBERS, values: MOST_VALUES };
  const excess = findJsonExcess(text, bounds);
  if (excess) return refused(excessProblem(excess, bounds, what));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(syntaxProblem(text, holder));
  }
  const hostile = findHostile(value, bounds, what);
  return hostile ? refused(withLines(text, [hostile])[0] ?? hostile) : { ok: true, value, text };
}

/** The same problems, each with the line it is about where there is one. */
export function withLines(text: string, problems: readonly Problem[]): Problem[] {
  const lines = linesOf(
    text,
    problems.map(({ path }) => path),
  );
  return problems.map((problem, index) => {
    const line = problem.path === "" ? null : (lines[index] ?? null);
    return line === null ? problem : { ...problem, line, message: `At line ${line}, ${inSentence(problem.message)}` };
  });
}

function refused(problem: Problem): ReadJson {
  return { ok: false, problem };
}

/** "The file has 7.5 MB" when that is too much. Of what is far too long not even the letters are counted. */
function saySize(text: string, most: number): string | null {
  if (text.length > 4 * MOST_BYTES) return `The file has more than ${(4 * MOST_BYTES) / MEGABYTE} MB`;
  const bytes = bytesOf(text);
  return bytes > most ? `The file has ${(bytes / MEGABYTE).toFixed(1)} MB` : null;
}

/** Length in UTF-8, as the file lies on the disk. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Half of a pair counts 2 of the 4 bytes of its character.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

function excessProblem({ code, path, line }: JsonExcess, bounds: JsonBounds, what: string): Problem {
  const inside = path === "" ? what : path;
  const says = {
    "too-deep": `${what} is nested deeper than ${bounds.depth} levels.`,
    "too-many-members": `${inside} has more than ${bounds.members} members.`,
    "too-many-values": `${what} has more than ${bounds.values} values${path === "" ? "" : `, the last at ${path}`}.`,
  }[code];
  return { code, path, line, message: `At line ${line}, ${inSentence(says)}` };
}

function syntaxProblem(text: string, holder: string): Problem {
  const found = findJsonBreak(text);
  const line = found?.line ?? 1;
  const why = text.trim() === "" ? `${holder} is empty` : (found?.expected ?? "it cannot be read");
  return {
    code: "not-json",
    path: "",
    line,
    message: `This is not JSON: ${why} (line ${line}, column ${found?.column ?? 1}).`,
  };
}

/** "The document is …" -> "the document is …": it no longer begins a sentence. */
function inSentence(message: string): string {
  return message.startsWith("The ") ? `the${message.slice(3)}` : message;
}
