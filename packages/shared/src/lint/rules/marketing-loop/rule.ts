import { finding, type LintRule, named } from "../../rule.ts";
import { sayAssumed } from "../../say.ts";
import { isHandled } from "../sequential-marketing/is-handled.ts";

export const marketingLoop: LintRule = {
  code: "marketing-loop",
  title: "A loop that sends marketing with no answer on it",
  why: "Whoever does not answer comes round again and again. The gate holds every round after the first, and the loop goes on only by giving up.",
  whatToDo: "Break the loop: let the way without an answer end, or ask something in between and go on by the answer.",
  find: ({ graph, analysis, loops }) =>
    [...analysis.failures.values()].flatMap((failure) => {
      if (graph.nodes[failure.node]!.facts.send?.class !== "marketing" || !loops.marketing(failure.node)) return [];
      const { concrete } = failure;
      const assumes = sayAssumed(graph, concrete);
      const severity = failure.certain ? "error" : isHandled(graph, failure.node) ? "info" : "warning";
      const message = `${named(graph, failure.node)} stands in a loop that sends marketing with no answer on it. The gate would hold it.`;
      return [
        finding(graph, failure.node, "marketing-loop", severity, message, {
          certainty: failure.certain ? "certain" : "possible",
          entryDependent: failure.entryDependent,
          ...(assumes ? { assumes } : {}),
          ...(concrete ? { witness: concrete.witness } : {}),
        }),
      ];
    }),
};
