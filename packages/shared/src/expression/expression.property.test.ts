import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Json } from "../flow/json.ts";
import { compileExpression } from "./compile-expression.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { functions } from "./functions.ts";
import { LIMITS } from "./limits.ts";
import { scopeOf } from "./test-scope.ts";

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

/** Names that variables, fields and parts have here, with those a host would give away. */
const name = fc.constantFrom("a", "b", "c", "missing", "__proto__", "constructor", "prototype", "toString");

const literal = fc.oneof(
  fc.double({ min: 0, max: 1e15, noNaN: true }).map((value) => value.toFixed(3)),
  fc.constantFrom(
    "0",
    "1",
    "true",
    "false",
    "null",
    "'2026-11-23'",
    "now()",
    "[]",
    "''",
    "'(a+)+$'",
    "'UTC'",
    "'pt-BR'",
    "'d MMM'",
    "'BRL'",
  ),
  fc.string({ maxLength: 10 }).map((text) => `'${text.replace(/[\\']/g, "\\$&")}'`),
);

/** Expressions that compile, of every construct and function. */
const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literal,
    name,
    name.map((field) => `contact.${field}`),
    fc.tuple(tie("any"), name).map(([of, part]) => `(${of}).${part}`),
    fc.tuple(tie("any"), tie("any")).map(([of, part]) => `(${of})[${part}]`),
    fc
      .tuple(
        tie("any"),
        fc.constantFrom("-", "*", "/", "%", "&", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"),
        tie("any"),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(fc.constantFrom("-", "!", "not "), tie("any")).map(([sign, of]) => `${sign}(${of})`),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(([test, yes, no]) => `(${test}) ? (${yes}) : (${no})`),
    fc.array(tie("any"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc.array(tie("any"), { maxLength: 3 }).map((items) => `{${items.map((item, at) => `${"abc"[at]}: ${item}`)}}`),
    fc
      .tuple(fc.constantFrom(...functions.values()), fc.array(tie("any"), { minLength: 4, maxLength: 4 }))
      // Behind a choice, so that values which never fit are met when it runs, not when it is compiled.
      .map(([{ name: called, parameters }, values]) => {
        const hidden = values.slice(0, parameters.length).map((value) => `(true ? ${value} : 0)`);
        return `${called}(${hidden.join(", ")})`;
      }),
  ),
})).any;

const scope = fc
  .record({ a: json, b: json, c: json, now: fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.double()) })
  .map(({ a, b, c, now }): Scope => ({ ...scopeOf({ a, b, c }, { a: b, b: c, c: a }), now }));

describe("always", () => {
  test.prop([expression, scope], { numRuns: 3_000 })(
    "gives plain JSON within its bounds, the same each time",
    (source, given) => {
      const compiled = compileExpression(source);
      if (!compiled.ok) {
        expect(compiled.error.message).toMatch(/nested deeper|at most 4096/);
        return;
      }
      const before = Object.getOwnPropertyNames(Object.prototype).join();
      const first = evaluate(compiled.expression, given);
      const stored = JSON.parse(JSON.stringify(compiled.expression));
      expect(evaluate(stored, given)).toStrictEqual(first);
      // Nothing that JSON would change or drop: NaN, Infinity, -0, undefined, functions.
      expect(JSON.parse(JSON.stringify(first))).toStrictEqual(first);
      expect(JSON.stringify(first.value).length).toBeLessThan(8 * LIMITS.output);
      expect(first.notes.length).toBeLessThanOrEqual(LIMITS.notes);
      expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    },
  );

  const tokens = fc.constantFrom(
    ..."a b ( ) [ ] { } . , ? : | & + - * / % == < in not and or ! 1 'x' \" contact upper round true null".split(" "),
  );

  test.prop([fc.array(tokens, { maxLength: 40 }).map((parts) => parts.join(" ")), scope], { numRuns: 3_000 })(
    "any order of its words compiles and evaluates, or is an error",
    (source, given) => {
      const compiled = compileExpression(source);
      if (compiled.ok) expect(evaluate(compiled.expression, given).value).toBeDefined();
      else expect(compiled.error.at).toBeLessThanOrEqual(source.length);
    },
  );

  test.prop([json])("a variable is read as it is", (value) => {
    const compiled = compileExpression("a");
    if (!compiled.ok) throw new Error(compiled.error.message);
    const { value: read } = evaluate(compiled.expression, scopeOf({ a: value }));
    expect(JSON.stringify(read)).toBe(JSON.stringify(value, (key, part) => (key === "__proto__" ? undefined : part)));
  });

  test.prop([json, json])("== is the same both ways, and != is its contrary", (a, b) => {
    const results = ["a == b", "b == a", "not (a != b)"].map((source) => {
      const compiled = compileExpression(source);
      return compiled.ok ? evaluate(compiled.expression, scopeOf({ a, b })).value : null;
    });
    expect(new Set(results).size).toBe(1);
  });
});
