/** Cycles of a flow: strongly connected groups of nodes, over the ways a rule cares for. */
import { unlinked } from "./calls.ts";
import { components } from "./components.ts";
import type { LintGraph, LintWay } from "./graph.ts";
import { senders } from "./senders.ts";
import { ownOrder } from "./walk-order.ts";

export interface Loops {
  /** Nodes in a cycle that nobody's answer breaks, and on which marketing goes out. */
  marketing(node: number): boolean;
}

export function loops(graph: LintGraph): Loops {
  const groups = cycles(graph, (_, way) => !way.way.interaction);
  const sending = new Set<number>();
  for (const position of senders(graph).marketing) {
    const group = groups[position]!;
    if (group < 0) continue;
    const stays = graph.nodes[position]!.ways.some(
      ({ way, target }) => way.after === "sent" && target >= 0 && groups[target] === group,
    );
    if (stays) sending.add(group);
  }
  const within = new Uint8Array(graph.nodes.length);
  for (const position of senders(graph).marketing) if (sending.has(groups[position]!)) within[position] = 1;
  return { marketing: (node) => within[node] === 1 };
}

/**
 * For each node that is reached the number of the cycle group it belongs to, or -1. `follows` says which ways count. It is
 * asked only where all ways together lead round.
 */
export function cycles(graph: LintGraph, follows: (node: number, way: LintWay) => boolean): Int32Array {
  const { of: wider, members, start: groups } = ownOrder(graph);
  const round: number[] = [];
  const { start, target: leads } = unlinked(graph).table;
  const target = new Int32Array(leads.length).fill(-1);
  for (let at = 0; at < members.length; at += 1) {
    const node = members[at]!;
    const group = wider[node]!;
    let isRound = groups[group + 1]! - groups[group]! > 1;
    for (let way = start[node]!; way < start[node + 1]!; way += 1) {
      const to = leads[way]!;
      if (to < 0 || wider[to] !== group) continue;
      isRound = true;
      if (follows(node, graph.nodes[node]!.ways[way - start[node]!]!)) target[way] = to;
    }
    if (isRound) round.push(node);
  }
  const found = components({ start, target }, round);
  for (const node of round) {
    const group = found.of[node]!;
    const alone = found.start[group + 1]! - found.start[group]! === 1;
    if (alone && !target.subarray(start[node], start[node + 1]).includes(node)) found.of[node] = -1;
  }
  return found.of;
}
