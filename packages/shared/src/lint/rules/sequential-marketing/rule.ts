import { finding, type LintRule, named } from "../../rule.ts";
import { sayAssumed } from "../../say.ts";
import { isHandled } from "./is-handled.ts";

export const sequentialMarketing: LintRule = {
  code: "sequential-marketing",
  title: "Marketing after marketing that nobody answered",
  why: "WhatsApp limits how many marketing templates a person gets over all businesses, and counts an answer in your favour. The gate lets one marketing content through per answer and holds the next.",
  whatToDo:
    "Put a question with buttons between the two, or lead the branch without an answer somewhere else. If the hold is what you want, connect expired and capped: then it is handled on purpose.",
  find: ({ graph, analysis, loops }) =>
    [...analysis.failures.values()].flatMap((failure) => {
      if (graph.nodes[failure.node]!.facts.send?.class !== "marketing" || loops.marketing(failure.node)) return [];
      const { concrete } = failure;
      const last = concrete?.lastMarketing ?? null;
      const before = last === null || last === failure.node ? "another marketing message" : named(graph, last);
      const assumes = sayAssumed(graph, concrete);
      const message = `${named(graph, failure.node)} can follow ${before} with no answer in between. The gate would hold it.`;
      return [
        finding(
          graph,
          failure.node,
          "sequential-marketing",
          isHandled(graph, failure.node) ? "info" : "warning",
          message,
          {
            certainty: failure.certain ? "certain" : "possible",
            entryDependent: failure.entryDependent,
            ...(assumes ? { assumes } : {}),
            ...(concrete ? { witness: concrete.witness } : {}),
          },
        ),
      ];
    }),
};
