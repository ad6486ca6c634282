/**
 * A tree made ready to run: one function for each of its nodes. Walking the tree itself costs three times as much: nodes of
 * fourteen shapes make every look at them slow.
 *
 * Each node costs 1. Once the work is used up every node is null at once, and what they make together is thrown away.
 */
import type { Json } from "../flow/json.ts";
import { callFunction } from "./call-function.ts";
import type { Scope } from "./evaluate.ts";
import { calculate, isEqual, isIn, isInOrder, joinTexts } from "./operators.ts";
import type { Run } from "./run.ts";
import type { ExpressionNode } from "./tree.ts";
import { isForbidden, isObject, ownPart, plain, sayKind, toNumber, truthy } from "./values.ts";

export type Program = (scope: Scope, run: Run) => Json;

/** Each function pays for itself first; to do that around it would be a second function for every node. */
export function programOf(node: ExpressionNode): Program {
  switch (node.kind) {
    case "literal": {
      const { value } = node;
      return (_, run) => (run.spend(1) ? value : null);
    }
    case "list": {
      const items = all(node.items);
      return (scope, run) => (run.spend(1) ? items(scope, run) : null);
    }
    case "object": {
      const names = node.parts.map((part) => part.name);
      const values = all(node.parts.map((part) => part.value));
      return (scope, run) => {
        if (!run.spend(1)) return null;
        const made = values(scope, run);
        return Object.fromEntries(names.map((name, index) => [name, made[index] ?? null]));
      };
    }
    case "variable": {
      const { name } = node;
      if (isForbidden(name)) return nothing;
      return (scope, run) => (run.spend(1) ? plain(scope.variable(name)) : null);
    }
    case "contact": {
      const { field } = node;
      if (isForbidden(field)) return nothing;
      return (scope, run) => (run.spend(1) ? plain(scope.contact(field)) : null);
    }
    case "member": {
      const of = programOf(node.of);
      return (scope, run) => (run.spend(1) ? memberOf(of(scope, run), node, run) : null);
    }
    case "index": {
      const of = programOf(node.of);
      const index = programOf(node.index);
      return (scope, run) => (run.spend(1) ? itemOf(of(scope, run), index(scope, run), node, run) : null);
    }
    case "negate": {
      const of = programOf(node.of);
      return (scope, run) => (run.spend(1) ? calculate("-", 0, of(scope, run), run, node) : null);
    }
    case "not": {
      const of = programOf(node.of);
      return (scope, run) => (run.spend(1) ? !truthy(of(scope, run)) : null);
    }
    case "and":
    case "or":
      return deciding(node.of.map(programOf), node.kind === "or");
    case "join": {
      const parts = all(node.of);
      return (scope, run) => (run.spend(1) ? joinTexts(parts(scope, run), run, node) : null);
    }
    case "choose": {
      const [test, yes, no] = [programOf(node.test), programOf(node.yes), programOf(node.no)];
      return (scope, run) => (run.spend(1) ? (truthy(test(scope, run)) ? yes : no)(scope, run) : null);
    }
    case "call": {
      const { name } = node;
      const values = all(node.arguments);
      return (scope, run) => (run.spend(1) ? callFunction(name, values(scope, run), scope, run, node) : null);
    }
    case "binary":
      return binary(node);
  }
}

const nothing: Program = (_, run) => {
  run.spend(1);
  return null;
};

/** All of them, one after the other, as a new list. Most are one or two, and written out those are made at once. */
function all(nodes: readonly ExpressionNode[]): (scope: Scope, run: Run) => Json[] {
  const programs = nodes.map(programOf);
  const [first, second] = programs;
  if (first && programs.length === 1) return (scope, run) => [first(scope, run)];
  if (first && second && programs.length === 2) return (scope, run) => [first(scope, run), second(scope, run)];
  return (scope, run) => programs.map((program) => program(scope, run));
}

function binary(node: ExpressionNode & { kind: "binary" }): Program {
  const { operator } = node;
  const left = programOf(node.left);
  const right = programOf(node.right);
  switch (operator) {
    case "==":
      return (scope, run) => (run.spend(1) ? isEqual(left(scope, run), right(scope, run), run) : null);
    case "!=":
      return (scope, run) => (run.spend(1) ? !isEqual(left(scope, run), right(scope, run), run) : null);
    case "in":
      return (scope, run) => (run.spend(1) ? isIn(left(scope, run), right(scope, run), run, node) : null);
    case "not in":
      return (scope, run) => (run.spend(1) ? !isIn(left(scope, run), right(scope, run), run, node) : null);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return (scope, run) =>
        run.spend(1) ? isInOrder(operator, left(scope, run), right(scope, run), run, node) : null;
    default:
      return (scope, run) =>
        run.spend(1) ? calculate(operator, left(scope, run), right(scope, run), run, node) : null;
  }
}

/** The first that settles the matter, else the last; those behind it are not evaluated. */
function deciding(programs: readonly Program[], settles: boolean): Program {
  return (scope, run) => {
    let value: Json = null;
    if (!run.spend(1)) return value;
    for (const program of programs) {
      value = program(scope, run);
      if (truthy(value) === settles) break;
    }
    return value;
  };
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
