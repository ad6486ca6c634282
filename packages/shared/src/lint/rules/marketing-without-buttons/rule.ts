import { buttonsOf } from "../../../flow/template.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const marketingWithoutButtons: LintRule = {
  code: "marketing-without-buttons",
  title: "Marketing with nothing to tap",
  why: "An answer opens the window and the gate, and answers are what raises a person's limit. A template without a button asks for none.",
  whatToDo: "Use a template with quick replies, or at least a link.",
  onlyNode: true,
  findAt: ({ graph }, node) => {
    const { send } = graph.nodes[node]!.facts;
    if (send?.class !== "marketing" || !send.template) return [];
    const template = graph.context.template(send.template.name, send.template.language);
    if (!template || buttonsOf(template).length > 0) return [];
    const message = `${named(graph, node)} is marketing and has nothing to tap. An answer would open the window and the gate.`;
    return [finding(graph, node, "marketing-without-buttons", "warning", message)];
  },
};
