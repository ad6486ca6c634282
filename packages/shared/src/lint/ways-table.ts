/** Where all ways of a list of nodes lead, in two lists of numbers: quick to go over, again and again. */
import type { LintNode, LintWay } from "./graph.ts";

export interface WaysTable {
  /** Way `k` of node `n` stands at `start[n] + k`; one more entry than nodes. */
  start: Int32Array;
  /** Positions of nodes, or -1. */
  target: Int32Array;
}

/** `follows`: which ways count; the others lead nowhere. */
export function waysTable(nodes: readonly LintNode[], follows?: (node: number, way: LintWay) => boolean): WaysTable {
  const start = new Int32Array(nodes.length + 1);
  for (let node = 0; node < nodes.length; node += 1) start[node + 1] = start[node]! + nodes[node]!.ways.length;
  const target = new Int32Array(start[nodes.length]!);
  for (let node = 0, at = 0; node < nodes.length; node += 1) {
    const { ways } = nodes[node]!;
    for (let way = 0; way < ways.length; way += 1, at += 1) {
      const leads = ways[way]!;
      target[at] = !follows || (leads.target >= 0 && follows(node, leads)) ? leads.target : -1;
    }
  }
  return { start, target };
}
