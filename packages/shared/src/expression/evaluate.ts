import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";
import { callFunction } from "./call-function.ts";
import type { CompiledExpression } from "./compile-expression.ts";
import { calculate, isEqual, isIn, isInOrder, joinTexts } from "./operators.ts";
import { Run } from "./run.ts";
import type { ExpressionNode } from "./tree.ts";
import { copyOut, isForbidden, isObject, ownPart, plain, sayKind, toNumber } from "./values.ts";

/** All that an expression can see. */
export interface Scope {
  variable(name: string): Json | undefined;
  contact(field: string): Json | undefined;
  now: Instant;
  /** IANA name; the contact's. */
  timeZone: string;
  locale?: string;
}

export interface Evaluation {
  value: Json;
  /** Why something could not be computed, for the trace. Quotes the expression, never values. */
  notes: string[];
}

/** Never throws unless the scope does. The value shares nothing with what the scope handed over. */
export function evaluate(expression: CompiledExpression, scope: Scope): Evaluation {
  const run = new Run();
  return { value: evaluateIn(run, expression, scope), notes: run.notes };
}

/**
 * What counts as true in a condition. False are: null, false, 0, a text that is empty or blank or says "false" (a truth
 * that passed through a text), an empty list, an empty object. All else is true, "0" and "no" included.
 */
export function truthy(value: Json): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (typeof value === "string") {
    const text = value.trim();
    return text !== "" && (text.length !== 5 || text.toLowerCase() !== "false");
  }
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object" || value === null) return false;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}

/** One of several evaluations that share the work allowed and the notes. */
export function evaluateIn(run: Run, expression: CompiledExpression, scope: Scope): Json {
  run.source = expression.source;
  const value = copyOut(resultOf(expression.tree, scope, run), run, expression.tree);
  if (!run.exhausted) return value;
  run.note("This takes more work than one evaluation may. Shorten the texts, or set variables to parts of it first.");
  return null;
}

/** Once the work is used up every node is null at once, and what they make together is thrown away above. */
function resultOf(node: ExpressionNode, scope: Scope, run: Run): Json {
  if (!run.spend(1)) return null;
  switch (node.kind) {
    case "literal":
      return node.value;
    case "list":
      return node.items.map((item) => resultOf(item, scope, run));
    case "object":
      return Object.fromEntries(node.parts.map((part) => [part.name, resultOf(part.value, scope, run)]));
    case "variable":
      return isForbidden(node.name) ? null : plain(scope.variable(node.name));
    case "contact":
      return isForbidden(node.field) ? null : plain(scope.contact(node.field));
    case "member":
      return memberOf(resultOf(node.of, scope, run), node, run);
    case "index":
      return itemOf(resultOf(node.of, scope, run), resultOf(node.index, scope, run), node, run);
    case "negate":
      return calculate("-", 0, resultOf(node.of, scope, run), run, node);
    case "not":
      return !truthy(resultOf(node.of, scope, run));
    case "and":
      return deciding(node.of, false, scope, run);
    case "or":
      return deciding(node.of, true, scope, run);
    case "join":
      return joinTexts(
        node.of.map((part) => resultOf(part, scope, run)),
        run,
        node,
      );
    case "choose":
      return resultOf(truthy(resultOf(node.test, scope, run)) ? node.yes : node.no, scope, run);
    case "call":
      return callFunction(
        node.name,
        node.arguments.map((value) => resultOf(value, scope, run)),
        scope,
        run,
        node,
      );
    case "binary":
      return binary(node, resultOf(node.left, scope, run), resultOf(node.right, scope, run), run);
  }
}

function binary(node: ExpressionNode & { kind: "binary" }, left: Json, right: Json, run: Run): Json {
  switch (node.operator) {
    case "==":
      return isEqual(left, right, run);
    case "!=":
      return !isEqual(left, right, run);
    case "in":
      return isIn(left, right, run, node);
    case "not in":
      return !isIn(left, right, run, node);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return isInOrder(node.operator, left, right, run, node);
    default:
      return calculate(node.operator, left, right, run, node);
  }
}

/** The first that settles the matter, else the last; those behind it are not evaluated. */
function deciding(nodes: readonly ExpressionNode[], settles: boolean, scope: Scope, run: Run): Json {
  let value: Json = null;
  for (const node of nodes) {
    value = resultOf(node, scope, run);
    if (truthy(value) === settles) break;
  }
  return value;
}

function memberOf(of: Json, node: ExpressionNode & { kind: "member" }, run: Run): Json {
  if (of === null) return null;
  if (isObject(of)) return ownPart(of, node.name);
  const hint = node.name === "length" ? "; write length(…) to count" : "";
  return run.fail(node, `only objects have named parts, and this is one of ${sayKind(of)}${hint}`);
}

function itemOf(of: Json, index: Json, node: ExpressionNode, run: Run): Json {
  if (of === null || index === null) return null;
  if (isObject(of)) {
    if (typeof index === "string") return ownPart(of, index);
    if (typeof index === "number") return ownPart(of, String(index));
    return run.fail(node, `the name of a part must be a text, not ${sayKind(index)}`);
  }
  if (!Array.isArray(of)) return run.fail(node, `only lists and objects have parts, and this is one of ${sayKind(of)}`);
  const number = toNumber(index);
  if (number === null || !Number.isSafeInteger(number))
    return run.fail(node, "the number of an item must be whole: [0] is the first");
  return plain(of.at(number));
}
