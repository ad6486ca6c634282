/** Where a path of a JSON text stands, so that a refusal can name the line. */

/** 1-based line of `nodes[3].config.text`; the nearest parent's when the path itself is missing. Null when the text is no JSON. */
export function lineOf(text: string, path: string): number | null {
  const wanted = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((match) => match[1] ?? Number(match[2]));
  let position = skipSpace(text, 0);
  for (const step of wanted) {
    const child =
      text[position] === "{"
        ? member(text, position, String(step))
        : text[position] === "["
          ? element(text, position, Number(step))
          : null;
    if (child === null) break;
    position = child;
  }
  return position < text.length ? text.slice(0, position).split("\n").length : null;
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
  let position = skipSpace(text, object + 1);
  while (text[position] === '"') {
    const end = skipValue(text, position);
    let key: unknown;
    try {
      key = JSON.parse(text.slice(position, end));
    } catch {
      return null; // a broken string: the caller falls back to the parent's line
    }
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (key === name) return value;
    position = skipSpace(text, skipValue(text, value));
    if (text[position] !== ",") return null;
    position = skipSpace(text, position + 1);
  }
  return null;
}

function element(text: string, array: number, index: number): number | null {
  let position = skipSpace(text, array + 1);
  for (let at = 0; text[position] !== "]" && position < text.length; at += 1) {
    if (at === index) return position;
    position = skipSpace(text, skipValue(text, position));
    if (text[position] !== ",") return null;
    position = skipSpace(text, position + 1);
  }
  return null;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && " \n\r\t".includes(text[position] ?? "")) position += 1;
  return position;
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
