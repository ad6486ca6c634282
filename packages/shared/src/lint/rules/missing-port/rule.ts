import { finding, type LintRule, named } from "../../rule.ts";

export const missingPort: LintRule = {
  code: "missing-port",
  title: "An edge from a port that is not there",
  why: "The node has no such way out (any more), so the edge is never taken.",
  whatToDo: "Draw the edge from one of the node's ports, or delete it.",
  findAt: ({ graph }, position) => {
    const node = graph.nodes[position]!;
    // A node whose config is broken says nothing of its ports.
    if (!node.definition || node.problems.some((problem) => problem.code === "invalid-config")) return [];
    return node.edges.flatMap(({ sourceHandle: port }) => {
      if (node.ports.some(({ id }) => id === port)) return [];
      const message = `${named(graph, position)} has no way out called ${port}. The edge from it is never taken.`;
      return [finding(graph, position, "missing-port", "error", message, { port })];
    });
  },
};
