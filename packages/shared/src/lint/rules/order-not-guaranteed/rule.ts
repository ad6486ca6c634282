import { finding, type LintRule, named } from "../../rule.ts";
import { senders } from "../../senders.ts";

export const orderNotGuaranteed: LintRule = {
  code: "order-not-guaranteed",
  title: "A message right after media may be shown first",
  why: "WhatsApp shows messages in the order in which they arrive, and media take longer than text. Sent one after the other, the text can stand above the picture.",
  whatToDo: "Put the words into the caption, or a short wait between the two.",
  onlyShape: true,
  find: ({ graph }) =>
    senders(graph).media.flatMap((position) => {
      const { ways } = graph.nodes[position]!;
      const next = ways.find(
        ({ way, target }) =>
          way.after === "sent" && way.max === 0 && target >= 0 && graph.nodes[target]!.facts.send !== null,
      );
      if (!next) return [];
      const message = `${named(graph, next.target)} follows ${named(graph, position)} at once and may be shown before it.`;
      return [finding(graph, position, "order-not-guaranteed", "info", message)];
    }),
};
