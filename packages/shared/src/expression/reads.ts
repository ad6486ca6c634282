/** The variables a source reads, by name; empty when it does not parse. For lint. */
import { compileExpression } from "./compile-expression.ts";
import { compileText } from "./text-template.ts";

export function readsOfText(source: string): string[] {
  const compiled = compileText(source);
  return compiled.ok ? compiled.text.reads : [];
}

export function readsOfExpression(source: string): string[] {
  const compiled = compileExpression(source);
  return compiled.ok ? compiled.expression.reads : [];
}
