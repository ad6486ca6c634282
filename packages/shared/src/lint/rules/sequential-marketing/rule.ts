import { finding, type LintRule } from "../../rule.ts";
import { sayAssumed } from "../../say.ts";
import { isHandled } from "./is-handled.ts";

export const sequentialMarketing: LintRule = {
  code: "sequential-marketing",
  title: "Marketing after marketing that nobody answered",
  why: "WhatsApp limits how many marketing templates a person gets over all businesses, and counts an answer in your favour. The gate lets one marketing content through per answer and holds the next.",
  whatToDo:
    "Put a question with buttons between the two, or lead the branch without an answer somewhere else. If the hold is what you want, connect expired and capped: then it is handled on purpose.",
  findFor: ({ graph, calls }, { failure, node, position, says, inside, isInLoop }) => {
    if (node.facts.send?.class !== "marketing" || isInLoop) return [];
    const { concrete } = failure;
    const last = concrete?.lastMarketing ?? null;
    const before = last === null || last === position ? "another marketing message" : `**${calls.nodes[last]!.name}**`;
    const assumes = sayAssumed(calls, concrete);
    const message = `${says} can follow ${before} with no answer in between. The gate would hold it.`;
    return [
      finding(graph, failure.node, "sequential-marketing", isHandled(node) ? "info" : "warning", message, {
        ...inside,
        certainty: failure.certain ? "certain" : "possible",
        entryDependent: failure.entryDependent,
        ...(assumes ? { assumes } : {}),
        ...(concrete ? { witness: concrete.witness } : {}),
      }),
    ];
  },
};
