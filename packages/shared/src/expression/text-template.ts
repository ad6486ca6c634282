/**
 * Texts with `{{ expressions }}` in them. Everything else stands as it is written, single braces and a lone `}}` too.
 * To show two braces, write them as a text: `{{ "{{" }}`. Quotes inside an expression may hold `}}`.
 */
import type { Json } from "../flow/json.ts";
import { type CompiledExpression, compileExpression } from "./compile-expression.ts";
import { evaluate, evaluateIn, type Scope } from "./evaluate.ts";
import type { ExpressionError } from "./fault.ts";
import { placeholderHint } from "./hints.ts";
import { LIMITS } from "./limits.ts";
import { Run } from "./run.ts";
import { toText } from "./values.ts";

/** Plain data. */
export interface CompiledText {
  parts: (string | CompiledExpression)[];
  /** What all its expressions read, as in CompiledExpression. */
  reads: string[];
}

export type CompileTextResult = { ok: true; text: CompiledText } | { ok: false; errors: ExpressionError[] };

/** All errors at once, with their places in the whole text. */
export function compileText(source: string): CompileTextResult {
  if (source.length > LIMITS.textSource) {
    const message = `This text has ${source.length} characters; at most ${LIMITS.textSource} are possible.`;
    return { ok: false, errors: [{ message, at: LIMITS.textSource, length: source.length - LIMITS.textSource }] };
  }
  const parts: CompiledText["parts"] = [];
  const errors: ExpressionError[] = [];
  let worded: boolean | undefined;
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    if (open !== at) parts.push(source.slice(at, open < 0 ? source.length : open));
    if (open < 0) break;
    const start = open + 2;
    const end = endOfExpression(source, start);
    if (end === null) {
      errors.push({
        message: 'This {{ is not closed. Add }} after the expression, or write {{ "{{" }} to show braces.',
        at: open,
        length: 2,
      });
      break;
    }
    if (source[start] === "{") {
      errors.push({ message: "Write two braces, not three: {{ name }}.", at: open, length: 3 });
    } else {
      const inside = source.slice(start, end);
      const number = /^\s*(\d{1,3})\s*$/.exec(inside.length < 20 ? inside : "")?.[1];
      if (number !== undefined) worded ??= hasWords(source);
      const compiled = compileExpression(inside);
      if (number !== undefined && worded)
        errors.push({ message: placeholderHint(number), at: open, length: end + 2 - open });
      else if (compiled.ok) parts.push(compiled.expression);
      else if (compiled.error.length === 0) errors.push({ ...compiled.error, at: open, length: end + 2 - open });
      else errors.push({ ...compiled.error, at: start + compiled.error.at });
    }
    at = end + 2;
  }
  if (errors.length > 0) return { ok: false, errors };
  const reads = new Set(parts.flatMap((part) => (typeof part === "string" ? [] : part.reads)));
  return { ok: true, text: { parts, reads: [...reads] } };
}

/**
 * Never throws unless the scope does. Null is empty, lists are joined with ", ", numbers are plain. All parts together
 * may do the work of one evaluation; a text that grows beyond LIMITS.output is cut there.
 */
export function renderText(text: CompiledText, scope: Scope): { value: string; notes: readonly string[] } {
  const run = new Run();
  let value = "";
  for (const part of text.parts) {
    value += typeof part === "string" ? part : (toText(evaluateIn(run, part, scope), run, part.tree) ?? "");
    if (value.length <= LIMITS.output) continue;
    run.note(`The text is longer than ${LIMITS.output} characters and was cut there.`);
    return { value: cut(value), notes: run.notes };
  }
  return { value, notes: run.notes };
}

/**
 * For places that store a value (`set`): a text that is one expression and nothing else keeps its kind, `{{ 1 + 1 }}`
 * is the number 2; any other is rendered.
 */
export function textValue(text: CompiledText, scope: Scope): { value: Json; notes: readonly string[] } {
  const [only] = text.parts;
  return text.parts.length === 1 && typeof only === "object" ? evaluate(only, scope) : renderText(text, scope);
}

/** Is there anything beside the expressions? A text of expressions alone may compute with numbers. */
function hasWords(source: string): boolean {
  return source.replace(/\{\{[^{}]*\}\}/g, "").trim() !== "";
}

/**
 * Where `}}` stands outside of quotes and objects; if these are not closed, the next `}}`, so that they are reported. Looks no
 * farther than an expression may be long: with quotes that never close, every `{{` would else look through the whole text.
 */
function endOfExpression(source: string, start: number): number | null {
  let quote = 0;
  let braces = 0;
  const last = Math.min(source.length, start + LIMITS.source + 1);
  for (let at = start; at < last; at += 1) {
    const unit = source.charCodeAt(at);
    if (quote !== 0) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === quote) quote = 0;
    } else if (unit === QUOTE || unit === DOUBLE_QUOTE) {
      quote = unit;
    } else if (unit === OPEN) {
      braces += 1;
    } else if (unit === CLOSE && braces > 0) {
      braces -= 1;
    } else if (unit === CLOSE && source.charCodeAt(at + 1) === CLOSE) {
      return at;
    }
  }
  const next = source.indexOf("}}", start);
  return next < 0 ? null : next;
}

const [QUOTE, DOUBLE_QUOTE, BACKSLASH, OPEN, CLOSE] = [0x27, 0x22, 0x5c, 0x7b, 0x7d];

/** Not between the two halves of a character. */
function cut(text: string): string {
  const last = text.charCodeAt(LIMITS.output - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? LIMITS.output - 1 : LIMITS.output);
}
