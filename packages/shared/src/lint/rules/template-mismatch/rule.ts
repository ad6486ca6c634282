import { fromProblems, type LintRule } from "../../rule.ts";

export const templateMismatch: LintRule = {
  code: "template-mismatch",
  title: "What a node hands over does not fit its template",
  why: "WhatsApp refuses a template it does not know or has not approved, and one with too few, too many or empty parameters.",
  whatToDo: "Choose a template that is approved in this language, and give it the values it asks for.",
  onlyNode: true,
  findAt: (context, node) => fromProblems(context, node, "template-mismatch"),
};
