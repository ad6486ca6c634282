import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";
import type { CompiledExpression } from "./compile-expression.ts";
import { programOf } from "./program.ts";
import { Run } from "./run.ts";
import { copyOut } from "./values.ts";

/** All that an expression can see. */
export interface Scope {
  variable(name: string): Json | undefined;
  contact(field: string): Json | undefined;
  now: Instant;
  /** IANA name; the contact's. */
  timeZone: string;
  /** In which numbers and dates are written; missing or unknown: English. */
  locale?: string | undefined;
}

export interface Evaluation {
  value: Json;
  /** Why something could not be computed, for the trace. Quotes the expression, never values. */
  notes: readonly string[];
}

/** Never throws unless the scope does. The value shares nothing with what the scope handed over. */
export function evaluate(expression: CompiledExpression, scope: Scope): Evaluation {
  const run = new Run();
  return { value: evaluateIn(run, expression, scope), notes: run.notes };
}

/** One of several evaluations that share the work allowed and the notes. */
export function evaluateIn(run: Run, expression: CompiledExpression, scope: Scope): Json {
  run.source = expression.source;
  expression.program ??= programOf(expression.tree);
  const value = copyOut(expression.program(scope, run), run, expression.tree);
  if (!run.exhausted) return value;
  run.note("This takes more work than one evaluation may. Shorten the texts, or set variables to parts of it first.");
  return null;
}
