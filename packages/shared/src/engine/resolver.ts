/** Texts and expressions of a node's config, resolved against a scope. Never throws: what went wrong is a note in the trace. */
import type { CompiledExpression } from "../expression/compile-expression.ts";
import { evaluate, type Scope } from "../expression/evaluate.ts";
import { type CompiledText, renderText, textValue } from "../expression/text-template.ts";
import { truthy } from "../expression/values.ts";
import type { Json } from "../flow/json.ts";
import type { Resolver } from "../nodes/definition.ts";

/** Whose config is read, and where notes go. */
interface Reader {
  compiledText(source: string): CompiledText | null;
  compiledExpression(source: string): CompiledExpression | null;
  note(code: string, detail?: string): void;
}

export class ScopeResolver implements Resolver {
  readonly #reader: Reader;
  readonly #scope: Scope;

  constructor(reader: Reader, scope: Scope) {
    this.#reader = reader;
    this.#scope = scope;
  }

  text(source: string): string {
    const compiled = this.#reader.compiledText(source);
    if (!compiled) return source;
    const { value, notes } = renderText(compiled, this.#scope);
    this.#note(notes);
    return value;
  }

  value(source: string, locals?: Readonly<Record<string, Json>>): Json {
    const compiled = this.#reader.compiledExpression(source);
    if (!compiled) return null;
    const { value, notes } = evaluate(compiled, locals ? withLocals(this.#scope, locals) : this.#scope);
    this.#note(notes);
    return value;
  }

  truth(source: string, locals?: Readonly<Record<string, Json>>): boolean {
    return truthy(this.value(source, locals));
  }

  stored(source: string): Json {
    const compiled = this.#reader.compiledText(source);
    if (!compiled) return source;
    const { value, notes } = textValue(compiled, this.#scope);
    this.#note(notes);
    return value;
  }

  #note(notes: readonly string[]): void {
    for (const detail of notes) this.#reader.note("expression", detail);
  }
}

function withLocals(scope: Scope, locals: Readonly<Record<string, Json>>): Scope {
  return {
    variable: (name) => (Object.hasOwn(locals, name) ? locals[name] : scope.variable(name)),
    contact: (name) => scope.contact(name),
    now: scope.now,
    timeZone: scope.timeZone,
    ...(scope.locale === undefined ? {} : { locale: scope.locale }),
  };
}
