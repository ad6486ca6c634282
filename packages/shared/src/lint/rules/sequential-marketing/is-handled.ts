import type { LintGraph } from "../../graph.ts";

/** Handled on purpose: `expired` and `capped` both lead on. */
export function isHandled(graph: LintGraph, node: number): boolean {
  const { ways } = graph.nodes[node]!;
  return ["expired", "capped"].every((after) => ways.some(({ way, target }) => way.after === after && target >= 0));
}
