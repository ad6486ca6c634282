/** Cycles of a flow: strongly connected groups of nodes, over the ways a rule cares for. */
import { components } from "./components.ts";
import type { LintGraph, LintWay } from "./graph.ts";
import { waysTable } from "./ways-table.ts";

export interface Loops {
  /** Nodes in a cycle that nobody's answer breaks, and on which marketing goes out. */
  marketing(node: number): boolean;
}

export function loops(graph: LintGraph): Loops {
  const groups = cycles(graph, (_, way) => !way.way.interaction);
  const sending = new Set<number>();
  for (let position = 0; position < graph.nodes.length; position += 1) {
    const group = groups[position]!;
    if (group < 0) continue;
    const { facts, ways } = graph.nodes[position]!;
    if (facts.send?.class !== "marketing") continue;
    const stays = ways.some(({ way, target }) => way.after === "sent" && target >= 0 && groups[target] === group);
    if (stays) sending.add(group);
  }
  const within = new Uint8Array(graph.nodes.length);
  for (let position = 0; position < within.length; position += 1) {
    if (sending.has(groups[position]!) && graph.nodes[position]!.facts.send?.class === "marketing")
      within[position] = 1;
  }
  return { marketing: (node) => within[node] === 1 };
}

/** For each node the number of the cycle group it belongs to, or -1. `follows` says which ways count. */
export function cycles(graph: LintGraph, follows: (node: number, way: LintWay) => boolean): Int32Array {
  const table = waysTable(graph.nodes, follows);
  const { of, start } = components(table, graph.nodes.keys());
  for (let node = 0; node < of.length; node += 1) {
    const group = of[node]!;
    const alone = start[group + 1]! - start[group]! === 1;
    if (alone && !leadsTo(table.target, table.start[node]!, table.start[node + 1]!, node)) of[node] = -1;
  }
  return of;
}

function leadsTo(target: Int32Array, from: number, end: number, node: number): boolean {
  for (let at = from; at < end; at += 1) if (target[at] === node) return true;
  return false;
}
