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

export function programOf(node: ExpressionNode): Program {
  const step = stepOf(node);
  return (scope, run) => (run.spend(1) ? step(scope, run) : null);
}

function stepOf(node: ExpressionNode): Program {
  switch (node.kind) {
    case "literal": {
      const { value } = node;
      return () => value;
    }
    case "list":
      return all(node.items);
    case "object": {
      const names = node.parts.map((part) => part.name);
      const values = all(node.parts.map((part) => part.value));
      return (scope, run) => {
        const made = values(scope, run);
        return Object.fromEntries(names.map((name, index) => [name, made[index] ?? null]));
      };
    }
    case "variable": {
      const { name } = node;
      return isForbidden(name) ? nothing : (scope) => plain(scope.variable(name));
    }
    case "contact": {
      const { field } = node;
      return isForbidden(field) ? nothing : (scope) => plain(scope.contact(field));
    }
    case "member": {
      const of = programOf(node.of);
      return (scope, run) => memberOf(of(scope, run), node, run);
    }
    case "index": {
      const of = programOf(node.of);
      const index = programOf(node.index);
      return (scope, run) => itemOf(of(scope, run), index(scope, run), node, run);
    }
    case "negate": {
      const of = programOf(node.of);
      return (scope, run) => calculate("-", 0, of(scope, run), run, node);
    }
    case "not": {
      const of = programOf(node.of);
      return (scope, run) => !truthy(of(scope, run));
    }
    case "and":
    case "or":
      return deciding(node.of.map(programOf), node.kind === "or");
    case "join": {
      const parts = all(node.of);
      return (scope, run) => joinTexts(parts(scope, run), run, node);
    }
    case "choose": {
      const [test, yes, no] = [programOf(node.test), programOf(node.yes), programOf(node.no)];
      return (scope, run) => (truthy(test(scope, run)) ? yes : no)(scope, run);
    }
    case "call": {
      const { name } = node;
      const values = all(node.arguments);
      return (scope, run) => callFunction(name, values(scope, run), scope, run, node);
    }
    case "binary":
      return binary(node);
  }
}

const nothing: Program = () => null;

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
      return (scope, run) => isEqual(left(scope, run), right(scope, run), run);
    case "!=":
      return (scope, run) => !isEqual(left(scope, run), right(scope, run), run);
    case "in":
      return (scope, run) => isIn(left(scope, run), right(scope, run), run, node);
    case "not in":
      return (scope, run) => !isIn(left(scope, run), right(scope, run), run, node);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return (scope, run) => isInOrder(operator, left(scope, run), right(scope, run), run, node);
    default:
      return (scope, run) => calculate(operator, left(scope, run), right(scope, run), run, node);
  }
}

/** The first that settles the matter, else the last; those behind it are not evaluated. */
function deciding(programs: readonly Program[], settles: boolean): Program {
  return (scope, run) => {
    let value: Json = null;
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
