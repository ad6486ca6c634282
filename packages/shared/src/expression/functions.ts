/** All functions of the language. A new one is an entry in the file of its group; a new group is a line here. */
import { dateFunctions } from "./functions/date.ts";
import type { FunctionDefinition } from "./functions/definition.ts";
import { listFunctions } from "./functions/list.ts";
import { numberFunctions } from "./functions/number.ts";
import { textFunctions } from "./functions/text.ts";
import { valueFunctions } from "./functions/value.ts";

export interface ExpressionFunction extends FunctionDefinition {
  group: "text" | "number" | "list" | "value" | "date";
  /** "round(number, digits?)", "min(numbers…)". */
  signature: string;
}

export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  [
    ...textFunctions.map((definition) => entry("text", definition)),
    ...numberFunctions.map((definition) => entry("number", definition)),
    ...listFunctions.map((definition) => entry("list", definition)),
    ...valueFunctions.map((definition) => entry("value", definition)),
    ...dateFunctions.map((definition) => entry("date", definition)),
  ].map((definition) => [definition.name, definition]),
);

function entry(group: ExpressionFunction["group"], definition: FunctionDefinition): ExpressionFunction {
  const parameters = definition.parameters.map(
    ({ name, optional, rest }) => `${name}${rest ? "…" : optional ? "?" : ""}`,
  );
  return { ...definition, group, signature: `${definition.name}(${parameters.join(", ")})` };
}
