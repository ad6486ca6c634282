/**
 * The expression language: what stands between `{{` and `}}` in texts, and in the conditions of a flow. This is its
 * contract; functions are listed in functions.ts, bounds in limits.ts, and docs/expressions.md tells it to people.
 *
 * Total: compiling gives a tree or an error with its position; evaluating always ends, never throws, reads nothing but
 * its scope, and gives plain JSON. What cannot be computed is null, with a note that says why (the kinds of values,
 * never the values themselves).
 *
 * ```
 * expression = choice { "|" name [ "(" list ")" ] }           name | default("friend") is default(name, "friend")
 * choice     = or [ "?" expression ":" choice ]
 * or, and    = "or" "||", "and" "&&"                          give the operand that decided, as in nick or name
 * not        = "not" comparison | "!" value
 * comparison = join [ ( "==" "!=" "<" "<=" ">" ">=" "in" "not in" ) join ]        not chained
 * join       = sum { "&" sum }                                joins texts
 * sum        = product { ( "+" "-" ) product }                numbers only
 * product    = value { ( "*" "/" "%" ) value }                the sign of a % b is the sign of b
 * value      = [ "-" "!" ] part { "." name | "[" expression "]" }
 * part       = number | "text" | 'text' | true | false | null | "[" list "]" | "(" expression ")"
 *            | "{" [ name ":" expression { "," name ":" expression } ] "}"        a name may be a "text" here
 *            | name | contact.field | contact["any field"] | name "(" list ")"
 * ```
 *
 * Names: letters, digits and _, capitals matter. A variable, field or part that is not there is null; so are `__proto__`,
 * `constructor` and `prototype`, always. Parts are own properties of objects and items of lists: `items[0]` is the first,
 * `items[-1]` the last. Escapes in texts: \n \t \\ \" \'.
 *
 * Values are null, true and false, numbers, texts, lists and objects.
 * - Answers arrive as text, so a text that reads as a number ("42", " -1.5 "; at most 15 digits, no "+", no exponent)
 *   serves as one in arithmetic, in order comparison, and beside a number in `==`: "42" == 42.
 * - Arithmetic is exact to 15 digits: 0.1 + 0.2 is 0.3. Anything but numbers gives null with a note; so does x / 0.
 * - `==` between two texts is exact ("07" is not "7", "Yes" is not "yes"); lists and objects are equal when their parts
 *   are; other kinds are never equal to each other. null equals only null.
 * - `<` and the like compare two numbers (or texts that read as numbers), else two texts character by character, so that
 *   ISO dates compare rightly. Anything else is false with a note.
 * - `x in y`: an item of a list by ==, a part of a text, a name in an object.
 * - Dates are texts: a day "2026-11-23", or an instant "2026-11-23T10:00:00Z" (functions/date.ts).
 * - Values written in the source are checked when it is compiled: round("x"), an unknown time zone, a broken pattern.
 * - What counts as true: truthy in values.ts. How values become text: toText in values.ts.
 */
import { type ExpressionError, Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { parse } from "./parse.ts";
import type { Program } from "./program.ts";
import type { ExpressionNode } from "./tree.ts";

/** Plain data, but for what it runs as. */
export interface CompiledExpression {
  source: string;
  tree: ExpressionNode;
  /** What it reads, each once, in order of appearance: variables by name, contact fields as "contact.city". */
  reads: string[];
  /** Made of the tree when it is first evaluated. */
  program?: Program;
}

export type CompileResult = { ok: true; expression: CompiledExpression } | { ok: false; error: ExpressionError };

export function compileExpression(source: string): CompileResult {
  if (source.length > LIMITS.source) {
    const message = `This expression has ${source.length} characters; at most ${LIMITS.source} are possible. Set a variable to a part of it first.`;
    return { ok: false, error: { message, at: LIMITS.source, length: source.length - LIMITS.source } };
  }
  try {
    return { ok: true, expression: { source, ...parse(source) } };
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, error: fault.error };
    throw fault;
  }
}
