/**
 * Where a text stops being JSON, and what was expected there. JSON.parse names no place for most mistakes; people need the
 * line. A strict scanner of RFC 8259, iterative: a hostile file must not exhaust the stack.
 */
import { linesBefore, skipSpace } from "./json-excess.ts";

export interface JsonBreak {
  /** Index into the text; its length when the text ends too early. */
  position: number;
  /** 1-based. */
  line: number;
  column: number;
  /** "a value was expected" */
  expected: string;
}

/** Null when the text is JSON. */
export function findJsonBreak(text: string): JsonBreak | null {
  const found = scan(text);
  if (found === null) return null;
  const { position } = found;
  const column = position === 0 ? 1 : position - text.lastIndexOf("\n", position - 1);
  return { ...found, line: linesBefore(text, position) + 1, column };
}

type Found = { position: number; expected: string };

/** What may stand next, inside the innermost array or object. */
type Next = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end";

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const UNICODE = /[0-9a-fA-F]{4}/y;

function scan(text: string): Found | null {
  const open: ("[" | "{")[] = [];
  let next: Next = "value";
  let position = skipSpace(text, 0);
  for (;;) {
    const character = text[position];
    const inside = open.at(-1);
    const closes = (inside === "[" && character === "]") || (inside === "{" && character === "}");
    if (closes && (next === "value-or-end" || next === "key-or-end" || next === "comma-or-end")) {
      open.pop();
      position += 1;
      next = "comma-or-end";
    } else if (next === "comma-or-end") {
      if (inside === undefined)
        return position === text.length ? null : { position, expected: "nothing more was expected" };
      if (character !== ",") return { position, expected: `"," or "${inside === "[" ? "]" : "}"}" was expected` };
      position += 1;
      next = inside === "[" ? "value" : "key";
    } else if (next === "colon") {
      if (character !== ":") return { position, expected: '":" was expected' };
      position += 1;
      next = "value";
    } else if (next === "key" || next === "key-or-end") {
      if (character !== '"') return { position, expected: "a name in double quotes was expected" };
      const end = scanString(text, position);
      if (typeof end !== "number") return end;
      position = end;
      next = "colon";
    } else if (character === "[" || character === "{") {
      open.push(character);
      position += 1;
      next = character === "[" ? "value-or-end" : "key-or-end";
    } else {
      const end = character === '"' ? scanString(text, position) : match(LITERAL, text, position);
      if (end === null) return { position, expected: "a value was expected" };
      if (typeof end !== "number") return end;
      position = end;
      next = "comma-or-end";
    }
    position = skipSpace(text, position);
  }
}

/** Behind the closing quote, or the first place inside that may not stand there. By hand: a pattern keeps a trail of megabytes. */
function scanString(text: string, from: number): number | Found {
  for (let position = from + 1; position < text.length; position += 1) {
    const character = text[position] ?? "";
    if (character === '"') return position + 1;
    if (character < " ") return { position, expected: "the end of a text in double quotes was expected" };
    if (character === "\\") {
      const escaped = text[position + 1] ?? "";
      const isKnown = escaped === "u" ? match(UNICODE, text, position + 2) !== null : '"\\/bfnrt'.includes(escaped);
      if (!isKnown || escaped === "") return { position, expected: "a known escape such as \\n was expected" };
      position += 1;
    }
  }
  return { position: text.length, expected: "the end of a text in double quotes was expected" };
}

function match(pattern: RegExp, text: string, position: number): number | null {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : null;
}
