import { fromProblems, type LintRule } from "../../rule.ts";

export const unknownReference: LintRule = {
  code: "unknown-reference",
  title: "Something that is not there is named",
  why: "A node type, a node or a flow that does not exist cannot be run.",
  whatToDo: "Correct the name, or take the node out.",
  onlyNode: true,
  findAt: (context, node) => fromProblems(context, node, "unknown-reference"),
};
