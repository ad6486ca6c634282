/** What is wrong with one field of a request, in words. Words of our own schemas stay; zod's are said anew. */
import type { z } from "zod";

/** `sayIssue(issue)` -> "is missing", "must be a number", "is 0; at least 1 is expected". */
export function sayIssue(issue: z.core.$ZodIssue): string {
  if (!DEFAULT_WORDS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return /received undefined/.test(issue.message)
        ? "is missing"
        : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `is too ${sizeWord(issue.origin, "small")}: at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)} expected`;
    case "too_big":
      return `is too ${sizeWord(issue.origin, "big")}: at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)} allowed`;
    case "invalid_format":
      return `is no ${FORMATS[issue.format] ?? "text of the right form"}`;
    case "unrecognized_keys":
      return `${issue.keys.join(", ")}: not known here`;
    case "invalid_union":
      return unionWords(issue.errors);
    default:
      return "is not as expected";
  }
}

const DEFAULT_WORDS = /^(Invalid|Too (big|small)|Unrecognized|Not a|Required)/;

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const FORMATS: Record<string, string> = {
  url: "address such as https://example.com",
  date: "day such as 2026-11-23",
  datetime: "instant such as 2026-11-23T10:00:00Z",
  email: "e-mail address",
};

/** The first kind that it could have been and was closest to. */
function unionWords(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const inner = errors.flatMap((issues) => issues.slice(0, 1)).find(({ path }) => path.length > 0);
  if (inner) return `${inner.path.map(String).join(".")} ${sayIssue(inner)}`;
  const kinds = new Set(errors.flatMap((issues) => issues.slice(0, 1).map(sayIssue)));
  return [...kinds].join(", or ") || "is not as expected";
}

function sizeWord(origin: string, size: "small" | "big"): string {
  if (origin === "string") return size === "small" ? "short" : "long";
  return origin === "array" || origin === "set"
    ? size === "small"
      ? "short"
      : "long"
    : size === "small"
      ? "small"
      : "large";
}

function unitOf(origin: string, count: number | bigint): string {
  const word = origin === "string" ? " character" : origin === "array" ? " item" : "";
  return word === "" || Number(count) === 1 ? word : `${word}s`;
}
