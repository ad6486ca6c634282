import { finding, fromProblems, type LintRule } from "../../rule.ts";

export const duplicateId: LintRule = {
  code: "duplicate-id",
  title: "Two things with one id",
  why: "Edges, sessions and answers name nodes and buttons by their id. Of two with the same one only one is found.",
  whatToDo: "Give one of them another id.",
  findOnce: ({ graph }) => {
    const ids = graph.index.size === graph.nodes.length ? [] : repeated(graph.flow.nodes.map((node) => node.id));
    const nodes = ids.map((id) =>
      finding(graph, graph.index.get(id) ?? null, "duplicate-id", "error", `Two nodes have the id "${id}".`),
    );
    const edges = graph.leaving.repeated.map((id) =>
      finding(graph, null, "duplicate-id", "error", `Two edges have the id "${id}".`),
    );
    return [...nodes, ...edges];
  },
  findAt: (context, node) => fromProblems(context, node, "duplicate-id"),
};

/** `repeated(["a", "b", "a"])` -> ["a"] */
function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const id of ids) (seen.has(id) ? again : seen).add(id);
  return [...again];
}
