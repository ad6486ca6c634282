/** Values that stand in the source as they are can be checked before anything runs, where the author still looks. */
import { Fault } from "./fault.ts";
import type { Parameter } from "./functions/definition.ts";
import type { ExpressionFunction } from "./functions.ts";
import type { ExpressionNode } from "./tree.ts";
import { toNumber } from "./values.ts";

/** Throws a Fault at the first written value that the function can never take. */
export function refuseLiterals(definition: ExpressionFunction, values: readonly ExpressionNode[]): void {
  for (const [index, parameter] of definition.parameters.entries()) {
    const given = values[index];
    if (given === undefined || parameter.rest) return;
    const wrong = whyNever(parameter, given);
    if (wrong !== null) throw new Fault(wrong.replace("%", definition.signature), given.at, given.length);
  }
}

/** A sentence in which % stands for how the function is used. */
function whyNever(parameter: Parameter, given: ExpressionNode): string | null {
  const { kind } = parameter;
  const wanted = `${WANTED[kind]} should stand here: %.`;
  if (given.kind === "list") return kind === "any" || kind === "list" ? null : wanted;
  if (given.kind === "object") return kind === "any" ? null : wanted;
  if (given.kind !== "literal" || given.value === null || kind === "any") return null;
  if (kind === "list") return wanted;
  if (kind !== "text") {
    const number = toNumber(given.value);
    return number === null || (kind === "whole" && !Number.isSafeInteger(number)) ? wanted : null;
  }
  const wrong = typeof given.value === "string" ? parameter.check?.(given.value) : null;
  return wrong ? `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.` : null;
}

const WANTED: Record<Parameter["kind"], string> = {
  any: "A value",
  text: "A text",
  number: "A number",
  whole: "A whole number",
  list: "A list",
};
