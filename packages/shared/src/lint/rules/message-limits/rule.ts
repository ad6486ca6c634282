import { excesses } from "../../../messages/excesses.ts";
import { finding, type LintRule, named } from "../../rule.ts";
import { knownLength } from "./known-length.ts";

export const messageLimits: LintRule = {
  code: "message-limits",
  title: "Longer than WhatsApp takes",
  why: "WhatsApp refuses messages that are too long or have too many parts. Lengths count what is surely there: text, and expressions that read nothing.",
  whatToDo: "Shorten the text, or split it over two messages.",
  onlyNode: true,
  findAt: ({ graph }, position) => {
    const node = graph.nodes[position]!;
    const content =
      node.definition && node.ports.length > 0 ? node.definition.preview?.(node.config, graph.context)?.content : null;
    return (content ? excesses(content, knownLength) : []).map((excess) =>
      finding(graph, position, "message-limits", "error", `${named(graph, position)}: ${excess}`),
    );
  },
};
