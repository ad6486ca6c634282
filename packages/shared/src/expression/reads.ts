/** The variables a source reads, by name; empty when it does not parse. For lint. */
import { compileExpression } from "./compile-expression.ts";

export function readsOfExpression(source: string): string[] {
  const compiled = compileExpression(source);
  return compiled.ok ? compiled.expression.reads : [];
}
