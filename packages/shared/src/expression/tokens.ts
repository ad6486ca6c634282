import { Fault } from "./fault.ts";
import { bracesHint, WRONG_SIGNS } from "./hints.ts";
import type { Span } from "./tree.ts";

export type Token = Span &
  (
    | { kind: "number"; value: number }
    | { kind: "text"; value: string }
    | { kind: "name"; name: string }
    | { kind: "sign"; sign: string }
    | { kind: "end" }
  );

/** Longest first. */
const SIGNS = [
  "==",
  "!=",
  "<=",
  ">=",
  "&&",
  "||",
  "+",
  "-",
  "*",
  "/",
  "%",
  "&",
  "|",
  "<",
  ">",
  "!",
  "?",
  ":",
  ",",
  ".",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
];

/** Throws a Fault at the first thing that is no part of the language. The last token is always `end`. */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(source.charAt(at))) at += 1;
    const token = at >= source.length ? { kind: "end" as const, at: source.length, length: 0 } : readToken(source, at);
    tokens.push(token);
    if (token.kind === "end") return tokens;
    at += token.length;
  }
}

function readToken(source: string, at: number): Token {
  const first = characterAt(source, at);
  if (isDigit(first)) return readNumber(source, at);
  if (first === '"' || first === "'") return readText(source, at, first);
  if (isNameStart(first)) {
    const end = skip(source, at, isNamePart);
    return { kind: "name", name: source.slice(at, end), at, length: end - at };
  }
  for (const [sign, hint] of WRONG_SIGNS) {
    if (
      source.startsWith(sign, at) &&
      !SIGNS.some((right) => right.length > sign.length && source.startsWith(right, at))
    ) {
      const says = sign === "{{" ? bracesHint(source, at, hint) : hint;
      throw new Fault(`“${sign}” is not known here. ${says}`, at, sign.length);
    }
  }
  const sign = SIGNS.find((candidate) => source.startsWith(candidate, at));
  if (sign === undefined)
    throw new Fault(`“${first}” has no meaning in an expression. Leave it out, or put it in quotes.`, at, first.length);
  return { kind: "sign", sign, at, length: sign.length };
}

function readNumber(source: string, at: number): Token {
  let end = skip(source, at, isDigit);
  if (source[end] === ".") {
    const fraction = end + 1;
    end = skip(source, fraction, isDigit);
    if (end === fraction) throw new Fault("Digits are missing after the point. Write 1.0 or 1.", at, end - at);
  }
  if (isNameStart(characterAt(source, end))) {
    const last = skip(source, end, isNamePart);
    throw new Fault(
      `“${source.slice(at, last)}” is neither a number nor a name. A name begins with a letter, and a number has digits only.`,
      at,
      last - at,
    );
  }
  const value = Number(source.slice(at, end));
  if (!Number.isFinite(value)) throw new Fault("This number is too large.", at, end - at);
  return { kind: "number", value, at, length: end - at };
}

const ESCAPES = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
]);

function readText(source: string, at: number, quote: string): Token {
  let value = "";
  let next = at + 1;
  for (;;) {
    const character = source.charAt(next);
    if (character === "") throw new Fault(`This text is not closed. Add ${quote} at its end.`, at, source.length - at);
    next += 1;
    if (character === quote) return { kind: "text", value, at, length: next - at };
    if (character !== "\\") {
      value += character;
      continue;
    }
    const escaped = ESCAPES.get(source.charAt(next));
    if (escaped === undefined)
      throw new Fault(
        "After \\ in a text comes n, t, a quote or another \\. Write \\\\ for a backslash.",
        next - 1,
        Math.min(2, source.length - next + 1),
      );
    value += escaped;
    next += 1;
  }
}

function skip(source: string, from: number, belongs: (character: string) => boolean): number {
  let at = from;
  while (at < source.length) {
    const character = characterAt(source, at);
    if (!belongs(character)) break;
    at += character.length;
  }
  return at;
}

/** The whole code point, so that a letter outside the first plane is one character. Empty at the end. */
function characterAt(source: string, at: number): string {
  const code = source.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

function isSpace(character: string): boolean {
  return character !== "" && character.trim() === "";
}

// One character at a time: nothing for a pattern to go astray on.
function isNameStart(character: string): boolean {
  return character === "_" || /^\p{L}$/u.test(character);
}

function isNamePart(character: string): boolean {
  return character === "_" || /^[\p{L}\p{M}\p{N}]$/u.test(character);
}
