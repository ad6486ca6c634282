/** Which nodes a session can get to by the edges that are drawn, from any entry. */
import type { LintGraph } from "./graph.ts";

/** 1 for each node that is reached. */
export function reached(graph: LintGraph): Uint8Array {
  const seen = new Uint8Array(graph.nodes.length);
  const open = [...graph.entries];
  for (const entry of open) seen[entry] = 1;
  for (let next = 0; next < open.length; next += 1) {
    const { ways } = graph.nodes[open[next]!]!;
    for (let way = 0; way < ways.length; way += 1) {
      const { target } = ways[way]!;
      if (target < 0 || seen[target]) continue;
      seen[target] = 1;
      open.push(target);
    }
  }
  return seen;
}
