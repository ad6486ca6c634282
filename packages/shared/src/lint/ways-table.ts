/** Where all ways of a list of nodes lead, in two lists of numbers: quick to go over, again and again. */
import type { LintNode } from "./graph.ts";

export interface WaysTable {
  /** Way `k` of node `n` stands at `start[n] + k`; one more entry than nodes. */
  start: Int32Array;
  /** Positions of nodes, or -1. */
  target: Int32Array;
}

export function waysTable(nodes: readonly LintNode[]): WaysTable {
  const start = new Int32Array(nodes.length + 1);
  for (let node = 0; node < nodes.length; node += 1) start[node + 1] = start[node]! + nodes[node]!.ways.length;
  const target = new Int32Array(start[nodes.length]!);
  for (let node = 0, at = 0; node < nodes.length; node += 1) {
    const { ways } = nodes[node]!;
    for (let way = 0; way < ways.length; way += 1, at += 1) target[at] = ways[way]!.target;
  }
  return { start, target };
}
