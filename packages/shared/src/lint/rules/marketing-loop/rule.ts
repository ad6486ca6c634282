import { finding, type LintRule } from "../../rule.ts";
import { sayAssumed } from "../../say.ts";
import { isHandled } from "../sequential-marketing/is-handled.ts";

export const marketingLoop: LintRule = {
  code: "marketing-loop",
  title: "A loop that sends marketing with no answer on it",
  why: "Whoever does not answer comes round again and again. The gate holds every round after the first, and the loop goes on only by giving up.",
  whatToDo: "Break the loop: let the way without an answer end, or ask something in between and go on by the answer.",
  findFor: ({ graph, calls }, { failure, node, says, inside, isInLoop }) => {
    if (node.facts.send?.class !== "marketing" || !isInLoop) return [];
    const { concrete } = failure;
    const assumes = sayAssumed(calls, concrete);
    const severity = failure.certain ? "error" : isHandled(node) ? "info" : "warning";
    const message = `${says} stands in a loop that sends marketing with no answer on it. The gate would hold it.`;
    return [
      finding(graph, failure.node, "marketing-loop", severity, message, {
        ...inside,
        certainty: failure.certain ? "certain" : "possible",
        entryDependent: failure.entryDependent,
        ...(assumes ? { assumes } : {}),
        ...(concrete ? { witness: concrete.witness } : {}),
      }),
    ];
  },
};
