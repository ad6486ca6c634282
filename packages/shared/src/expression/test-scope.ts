/** For tests: variables and fields from plain objects, at 2026-11-23T10:00:00Z in America/Sao_Paulo. */
import type { Json } from "../flow/json.ts";
import { compileExpression } from "./compile-expression.ts";
import { type Evaluation, evaluate, type Scope } from "./evaluate.ts";

const NOW = 1_795_428_000_000;

export function scopeOf(variables: { [name: string]: Json } = {}, fields: { [name: string]: Json } = {}): Scope {
  return {
    // Reads inherited names too, on purpose: keeping them out is the language's business.
    variable: (name) => variables[name],
    contact: (field) => fields[field],
    now: NOW,
    timeZone: "America/Sao_Paulo",
  };
}

/** Compiles and evaluates; an expression that does not compile fails the test with its message. */
export function run(source: string, scope: Scope = scopeOf()): Evaluation {
  const compiled = compileExpression(source);
  if (!compiled.ok) throw new Error(`${source}: ${compiled.error.message} (at ${compiled.error.at})`);
  return evaluate(compiled.expression, scope);
}
