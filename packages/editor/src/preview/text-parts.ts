/** A message text cut into what the phone shows differently: variables, and WhatsApp's marks for bold, italic, struck and code. */

export type TextPart =
  | { kind: "plain" | "bold" | "italic" | "struck" | "code"; text: string }
  /** A `{{ }}`: what stands in it, and what a phone would show in its place. */
  | { kind: "variable"; expression: string; sample: string };

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** `textParts("Hi {{ first_name }}, *30 %* off")` -> plain, variable, plain, bold, plain */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push(...markedParts(text.slice(from, match.index)));
    parts.push({ kind: "variable", expression: match[1] ?? "", sample: sampleOf(match[1] ?? "") });
    from = match.index + match[0].length;
  }
  return [...parts, ...markedParts(text.slice(from))];
}

/** The text with a sample in place of each variable and without marks; what the number of lines is counted on. */
export function sampleText(text: string): string {
  return textParts(text)
    .map((part) => (part.kind === "variable" ? part.sample : part.text))
    .join("");
}

const SAMPLES: Record<string, string> = {
  first_name: "Asha",
  name: "Asha",
  full_name: "Asha Menon",
  phone: "+55 11 90000 0001",
};

/** `sampleOf('default(contact.first_name, "there")')` -> "Asha"; what is not known shows its own name. */
function sampleOf(expression: string): string {
  const names = [...expression.replaceAll(TEXTS, "").replaceAll(FILTER, "").matchAll(NAMES)].map(
    (match) => match[1] ?? "",
  );
  const known = names.find((name) => name in SAMPLES);
  return (known && SAMPLES[known]) || names.at(-1) || expression || "…";
}

const TEXTS = /"[^"]*"|'[^']*'/g;
/** `room | lower`: what it goes through names nothing. */
const FILTER = /\|\s*[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\s*\([^()]*\))?/gu;
/** The last part of a path that is not called: `contact.city` -> city. */
const NAMES =
  /(?<![\p{L}\p{M}\p{N}_.])(?:[\p{L}_][\p{L}\p{M}\p{N}_]*\.)*([\p{L}_][\p{L}\p{M}\p{N}_]*)(?![\p{L}\p{M}\p{N}_.]|\s*\()/gu;

const MARKS = { "*": "bold", _: "italic", "~": "struck" } as const;
const MARKED = /```([^`]+)```|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/gu;

function markedParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) parts.push({ kind: "plain", text: text.slice(from, match.index) });
    const mark = match[2] as keyof typeof MARKS | undefined;
    parts.push(mark ? { kind: MARKS[mark], text: match[3] ?? "" } : { kind: "code", text: match[1] ?? "" });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: "plain", text: text.slice(from) });
  return parts;
}
