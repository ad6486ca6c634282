/** What a file can get wrong though every part of it is well formed: edges to nowhere, two things with one id. */
import type { FlowDocument } from "./document.ts";
import type { Problem } from "./problem.ts";

export function looseEnds(flow: FlowDocument): Problem[] {
  const nodes = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, { id }] of flow.nodes.entries()) {
    if (nodes.has(id))
      problems.push({
        code: "duplicate-id",
        path: `nodes[${index}].id`,
        message: `nodes[${index}].id: another node has the id "${id}"`,
      });
    nodes.add(id);
  }
  const edges = new Set<string>();
  for (const [index, { id, source, target }] of flow.edges.entries()) {
    if (edges.has(id))
      problems.push({
        code: "duplicate-id",
        path: `edges[${index}].id`,
        message: `edges[${index}].id: another edge has the id "${id}"`,
      });
    edges.add(id);
    for (const [end, node] of [
      ["source", source],
      ["target", target],
    ] as const)
      if (!nodes.has(node))
        problems.push({
          code: "dangling-edge",
          path: `edges[${index}].${end}`,
          message: `edges[${index}].${end} is "${node}", and no node has that id`,
        });
  }
  return problems;
}
