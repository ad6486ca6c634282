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
