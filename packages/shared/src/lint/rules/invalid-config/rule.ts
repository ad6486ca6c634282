import { fromProblems, type LintRule } from "../../rule.ts";

export const invalidConfig: LintRule = {
  code: "invalid-config",
  title: "A node that is not filled in correctly",
  why: "A node whose fields do not fit its type cannot be run.",
  whatToDo: "Correct the field that is named.",
  onlyNode: true,
  findAt: (context, node) => fromProblems(context, node, "invalid-config"),
};
