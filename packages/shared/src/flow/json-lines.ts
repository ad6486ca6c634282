/** Where a path of a JSON text stands, so that a refusal can name the line. */
import { linesBefore, skipSpace } from "./json-excess.ts";

/** 1-based line of `nodes[3].config.text`; the nearest parent's when the path itself is missing. Null when the text is no JSON. */
export function lineOf(text: string, path: string): number | null {
  return linesOf(text, [path])[0] ?? null;
}

/** Lines of many paths, in one pass: a file can be wrong in many places, and most of them may stand at its end. */
export function linesOf(text: string, paths: readonly string[]): (number | null)[] {
  const root: Wanted = { at: [], steps: new Map() };
  for (const [index, path] of paths.entries()) wantedAt(root, path).at.push(index);
  const positions = new Array<number>(paths.length).fill(text.length);
  find(text, skipSpace(text, 0), root, positions);
  const lines = new Map<number, number>();
  let line = 1;
  let from = 0;
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    line += linesBefore(text, position, from);
    from = position;
    lines.set(position, line);
  }
  return positions.map((position) => (position < text.length ? (lines.get(position) ?? null) : null));
}

/** A name can be full of dots: what is longer than any document is deep is followed so far. */
const MOST_STEPS = 256;

/** Paths as a tree: which of them end here, and how the others go on. */
interface Wanted {
  at: number[];
  steps: Map<string, Wanted>;
}

function wantedAt(root: Wanted, path: string): Wanted {
  let wanted = root;
  let depth = 0;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    depth += 1;
    if (depth > MOST_STEPS) break;
    const step = name ?? index ?? "";
    const next = wanted.steps.get(step) ?? { at: [], steps: new Map() };
    wanted.steps.set(step, next);
    wanted = next;
  }
  return wanted;
}

/** No deeper than the paths are long. */
function find(text: string, position: number, wanted: Wanted, positions: number[]): void {
  if (position >= text.length) return;
  note(wanted, position, positions);
  let left = wanted.steps.size;
  if (left === 0 || (text[position] !== "{" && text[position] !== "[")) return;
  for (const { step, value } of parts(text, position)) {
    const next = wanted.steps.get(step);
    if (!next) continue;
    find(text, value, next, positions);
    left -= 1;
    if (left === 0) return;
  }
}

/** Whatever is not found inside stands here. */
function note({ at, steps }: Wanted, position: number, positions: number[]): void {
  for (const index of at) positions[index] = position;
  for (const next of steps.values()) note(next, position, positions);
}

/** Members or items, with where their values begin; ends where the text is no JSON. */
function* parts(text: string, container: number): Generator<{ step: string; value: number }> {
  const isList = text[container] === "[";
  let position = skipSpace(text, container + 1);
  for (let index = 0; position < text.length && text[position] !== (isList ? "]" : "}"); index += 1) {
    const name = isList ? null : nameAt(text, position);
    if (name === undefined) return;
    const value = name === null ? position : name.value;
    yield { step: name === null ? String(index) : name.text, value };
    position = skipSpace(text, skipValue(text, value));
    if (text[position] !== ",") return;
    position = skipSpace(text, position + 1);
  }
}

function nameAt(text: string, position: number): { text: string; value: number } | undefined {
  if (text[position] !== '"') return;
  const end = skipValue(text, position);
  try {
    const name: unknown = JSON.parse(text.slice(position, end));
    return { text: String(name), value: skipSpace(text, skipSpace(text, end) + 1) };
  } catch {
    return; // a broken string: its parent's line has to do
  }
}

/** Where an item of a list stands; lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  /** Of the member that was asked for, else of the item. */
  line: number;
  column: number;
  /** Lines of the whole item. */
  startLine: number;
  endLine: number;
}

/** `itemPlaces(text, "nodes", "id")`: each item of the list, in one pass. Empty when there is no such list. */
export function itemPlaces(text: string, list: string, key: string): Place[] {
  const root = skipSpace(text, 0);
  const array = text[root] === "{" ? member(text, root, list) : null;
  if (array === null || text[array] !== "[") return [];
  const lines = new LineCounter(text);
  const places: Place[] = [];
  for (let at = skipSpace(text, array + 1); at < text.length && text[at] !== "]"; ) {
    const end = skipValue(text, at);
    const { line: startLine } = lines.at(at);
    const named = lines.at((text[at] === "{" ? member(text, at, key) : null) ?? at);
    places.push({ ...named, startLine, endLine: lines.at(end).line });
    const next = skipSpace(text, end);
    if (text[next] !== ",") break;
    at = skipSpace(text, next + 1);
  }
  return places;
}

/** Line and column of positions that only grow. */
class LineCounter {
  readonly #text: string;
  #line = 1;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(position: number): { line: number; column: number } {
    for (;;) {
      const next = this.#text.indexOf("\n", this.#start);
      if (next < 0 || next >= position) break;
      this.#line += 1;
      this.#start = next + 1;
    }
    return { line: this.#line, column: position - this.#start + 1 };
  }
}

function member(text: string, object: number, name: string): number | null {
  for (const { step, value } of parts(text, object)) if (step === name) return value;
  return null;
}

/** The position behind the value that begins here. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let position = from; position < text.length; position += 1) {
    const character = text[position];
    if (character === '"') {
      for (position += 1; position < text.length && text[position] !== '"'; position += 1)
        if (text[position] === "\\") position += 1;
      if (depth === 0) return position + 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return position + 1;
      if (depth < 0) return position;
    } else if (depth === 0 && character === ",") return position;
  }
  return text.length;
}
