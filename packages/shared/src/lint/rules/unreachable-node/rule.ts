import { finding, type LintRule, named } from "../../rule.ts";

export const unreachableNode: LintRule = {
  code: "unreachable-node",
  title: "Nobody gets here",
  why: "No edge leads here from an entry, so nothing on this node ever happens.",
  whatToDo: "Connect it, or delete it.",
  onlyLines: true,
  find: ({ graph, isReachable }) => {
    const visited = graph.nodes.flatMap((node, position) => (node.definition?.run ? [position] : []));
    if (graph.entries.length === 0) {
      const message = "Nobody can come in: this flow has no entry.";
      return visited.length > 0 ? [finding(graph, null, "unreachable-node", "error", message)] : [];
    }
    return visited
      .filter((position) => !isReachable(position))
      .map((position) =>
        finding(
          graph,
          position,
          "unreachable-node",
          "warning",
          `Nobody gets to ${named(graph, position)}: no edge leads there from an entry.`,
        ),
      );
  },
};
