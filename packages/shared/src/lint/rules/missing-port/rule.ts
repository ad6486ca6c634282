import { finding, type LintRule, named } from "../../rule.ts";

export const missingPort: LintRule = {
  code: "missing-port",
  title: "An edge from a port that is not there",
  why: "The node has no such way out (any more), so the edge is never taken.",
  whatToDo: "Draw the edge from one of the node's ports, or delete it.",
  onlyLines: true,
  find: ({ graph }) =>
    graph.flow.edges.flatMap((edge) => {
      const source = graph.index.get(edge.source);
      if (source === undefined) return [];
      const node = graph.nodes[source]!;
      // A node whose config is broken says nothing of its ports.
      if (!node.definition || node.problems.some((problem) => problem.code === "invalid-config")) return [];
      if (node.ports.some((port) => port.id === edge.sourceHandle)) return [];
      const message = `${named(graph, source)} has no way out called ${edge.sourceHandle}. The edge from it is never taken.`;
      return [finding(graph, source, "missing-port", "error", message, { port: edge.sourceHandle })];
    }),
};
