import { DAY, sayDuration } from "../../../time/duration.ts";
import type { LintGraph } from "../../graph.ts";
import { finding, type LintRule, named } from "../../rule.ts";
import { senders } from "../../senders.ts";
import { soonest } from "../../soonest.ts";

export const earlyRetry: LintRule = {
  code: "early-retry",
  title: "The same template again within a day of its failure",
  why: "After 131049 WhatsApp asks for at least 24 hours. Trying sooner fails again and can lock the person for the whole account for up to a day more.",
  whatToDo: "Wait a day or more before it, or let the node itself retry: it does so slowly and within its deadline.",
  onlyShape: true,
  find: ({ graph }) =>
    senders(graph).marketing.flatMap((position) => {
      const { facts, ways } = graph.nodes[position]!;
      const template = facts.send?.template;
      if (!template) return [];
      const failed = ways.filter(
        ({ way, target }) => target >= 0 && (way.after === "capped" || way.after === "failed"),
      );
      if (failed.length === 0) return [];
      // Whoever answers on the way may be sent to again: an interaction ends the wait (B1).
      const reached = soonest(
        graph,
        failed.map((way) => ({ ...way, way: { ...way.way, min: 0 } })),
        DAY,
        ({ way }) => !way.interaction,
        (node) => sends(graph, node, template),
      );
      const again = reached.find(({ node }) => sends(graph, node, template));
      if (!again) return [];
      const when = again.after === 0 ? "at once" : `after ${sayDuration(again.after)}`;
      const what =
        again.node === position ? "it is sent again" : `${named(graph, again.node)}, the same template, is sent`;
      const message = `When ${named(graph, position)} fails, ${what} ${when}. WhatsApp asks for a day, and can lock the person for trying sooner.`;
      return [
        finding(graph, position, "early-retry", again.chosen ? "warning" : "error", message, {
          certainty: again.chosen ? "possible" : "certain",
        }),
      ];
    }),
};

function sends(graph: LintGraph, node: number, template: { name: string; language: string }): boolean {
  const send = graph.nodes[node]!.facts.send;
  return (
    send?.class === "marketing" && send.template?.name === template.name && send.template.language === template.language
  );
}
