import { finding, type LintRule, named } from "../../rule.ts";

export const unreachableNode: LintRule = {
  code: "unreachable-node",
  title: "Nobody gets here",
  why: "No edge leads here from an entry, so nothing on this node ever happens.",
  whatToDo: "Connect it, or delete it.",
  findOnce: ({ graph }) => {
    if (graph.entries.length > 0 || !graph.nodes.some((node) => node.definition?.run)) return [];
    return [finding(graph, null, "unreachable-node", "error", "Nobody can come in: this flow has no entry.")];
  },
  findAt: ({ graph, isReachable }, node) => {
    if (graph.entries.length === 0 || !graph.nodes[node]!.definition?.run || isReachable(node)) return [];
    const message = `Nobody gets to ${named(graph, node)}: no edge leads there from an entry.`;
    return [finding(graph, node, "unreachable-node", "warning", message)];
  },
};
