import { compileText } from "../../../expression/text-template.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const invalidExpression: LintRule = {
  code: "invalid-expression",
  title: "An expression that cannot be read",
  why: "A text whose {{ }} cannot be read goes out as it stands, braces and all.",
  whatToDo: 'Correct the expression. To show braces, write {{ "{{" }}.',
  onlyNode: true,
  findAt: ({ graph }, position) =>
    textsIn(graph.nodes[position]!.node.config, 0).flatMap((text) => {
      const compiled = compileText(text);
      if (compiled.ok) return [];
      const [first] = compiled.errors;
      const message = `${named(graph, position)}: ${first?.message ?? "an expression cannot be read."}`;
      return [finding(graph, position, "invalid-expression", "error", message)];
    }),
};

const DEEPEST = 8;

function textsIn(value: unknown, depth: number): string[] {
  if (typeof value === "string") return value.includes("{{") ? [value] : [];
  if (typeof value !== "object" || value === null || depth > DEEPEST) return [];
  return Object.values(value).flatMap((part) => textsIn(part, depth + 1));
}
