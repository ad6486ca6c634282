import { finding, fromProblems, type LintRule } from "../../rule.ts";

export const duplicateId: LintRule = {
  code: "duplicate-id",
  title: "Two things with one id",
  why: "Edges, sessions and answers name nodes and buttons by their id. Of two with the same one only one is found.",
  whatToDo: "Give one of them another id.",
  onlyLines: true,
  find: (context) => {
    const { graph } = context;
    const nodes = repeated(graph.flow.nodes.map((node) => node.id)).map((id) =>
      finding(graph, graph.index.get(id) ?? null, "duplicate-id", "error", `Two nodes have the id "${id}".`),
    );
    const edges = repeated(graph.flow.edges.map((edge) => edge.id)).map((id) =>
      finding(graph, null, "duplicate-id", "error", `Two edges have the id "${id}".`),
    );
    return [...nodes, ...edges, ...graph.nodes.flatMap((_, node) => fromProblems(context, node, "duplicate-id"))];
  },
};

/** `repeated(["a", "b", "a"])` -> ["a"] */
function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const id of ids) (seen.has(id) ? again : seen).add(id);
  return [...again];
}
