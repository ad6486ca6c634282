/** What arrives at each node, for the inspector: streak, time since the last inbound message, time since the entry. */
import { DAY } from "../time/duration.ts";
import type { EdgeTimes, Exploration } from "./explore.ts";
import type { LintGraph } from "./graph.ts";

export interface Arrival {
  /** 0 to 2; 2 stands for "2 or more". */
  streak: [number, number];
  /** Milliseconds; null: the contact never wrote. `[3600000, null]` is "an hour, or never". */
  sinceInbound: [number | null, number | null];
  sinceEntry: [number, number];
}

/** Somebody arrives; somebody who never wrote; somebody who did. */
const REACHED = 1;
const NEVER = 2;
const WROTE = 4;

/** Bounds by node, each in a list of its own: there are many, and they are gone over again and again. */
interface Hulls {
  who: Uint8Array;
  entry0: Float64Array;
  entry1: Float64Array;
  inbound0: Float64Array;
  inbound1: Float64Array;
}

/** After so many rounds over the flow, what still grows is a loop, and is taken to go on for ever. */
const PATIENCE = 4;
const INFINITE = Number.POSITIVE_INFINITY;

export function arrivals(
  graph: LintGraph,
  starts: readonly { node: number; startedBy: "contact" | "business" }[],
  ordinary: Exploration,
  full: Exploration,
): Record<string, Arrival> {
  const { length } = graph.nodes;
  const hulls: Hulls = {
    who: new Uint8Array(length),
    entry0: new Float64Array(length).fill(INFINITE),
    entry1: new Float64Array(length),
    inbound0: new Float64Array(length).fill(INFINITE),
    inbound1: new Float64Array(length).fill(-1),
  };
  for (const { node, startedBy } of starts) {
    const wrote = startedBy === "contact";
    hulls.who[node] = REACHED | (wrote ? WROTE : NEVER);
    hulls.entry0[node] = 0;
    hulls.inbound0[node] = wrote ? 0 : INFINITE;
    hulls.inbound1[node] = wrote ? 0 : -1;
  }
  const passages = passagesOf(graph, ordinary, full);
  for (let round = 0, grows = true; grows; round += 1) {
    grows = false;
    for (let at = 0; at < passages.length; at += 1) {
      const passage = passages[at]!;
      if (hulls.who[passage.from] !== 0 && widen(hulls, passage, round >= PATIENCE)) grows = true;
    }
  }
  // Ids are anything a file says, "__proto__" included.
  const result: Record<string, Arrival> = Object.create(null);
  for (let node = 0; node < graph.nodes.length; node += 1) {
    const who = hulls.who[node]!;
    const streaks = ordinary.streaks[node] || full.streaks[node] || 0;
    if (who === 0 || streaks === 0) continue;
    result[graph.nodes[node]!.node.id] = {
      streak: [Math.log2(streaks & -streaks), streaks >= 4 ? 2 : streaks >= 2 ? 1 : 0],
      sinceInbound: [
        (who & WROTE) !== 0 ? hulls.inbound0[node]! : null,
        (who & NEVER) !== 0 ? null : hulls.inbound1[node]!,
      ],
      sinceEntry: [hulls.entry0[node]!, hulls.entry1[node]!],
    };
  }
  return result;
}

interface Passage {
  from: number;
  to: number;
  times: EdgeTimes;
}

/** Every edge somebody takes, in the order in which one comes by them. */
function passagesOf(graph: LintGraph, ordinary: Exploration, full: Exploration): Passage[] {
  const passages: Passage[] = [];
  for (const from of forwards(graph)) {
    for (const { edge, target } of graph.nodes[from]!.ways) {
      const times = edge < 0 ? undefined : (ordinary.edges[edge] ?? full.edges[edge]);
      if (times) passages.push({ from, to: target, times });
    }
  }
  return passages;
}

/** True when something new was learned. */
function widen(hulls: Hulls, { from, to, times }: Passage, endless: boolean): boolean {
  const before = hulls.who[from]!;
  let [least, most, who] = [INFINITE, -1, REACHED];
  if (times.silent1 >= 0) {
    if ((times.windows & 2) !== 0) who |= before & NEVER;
    if ((before & WROTE) !== 0) {
      least = hulls.inbound0[from]! + times.silent0;
      most = hulls.inbound1[from]! + times.silent1;
      if (times.windows === 1) most = Math.min(most, DAY - 1);
      if (times.windows === 2 && times.spoke1 < 0) least = Math.max(least, DAY);
      if (least <= most) who |= WROTE;
    }
  }
  if (times.spoke1 >= 0) {
    least = Math.min(least, times.spoke0);
    most = Math.max(most, times.spoke1);
    who |= WROTE;
  }
  return learn(hulls, to, who, hulls.entry0[from]! + times.e0, hulls.entry1[from]! + times.e1, least, most, endless);
}

function learn(
  hulls: Hulls,
  node: number,
  who: number,
  entry0: number,
  entry1: number,
  inbound0: number,
  inbound1: number,
  endless: boolean,
): boolean {
  const known = hulls.who[node]!;
  const isNew = known === 0;
  const wrote = (who & WROTE) !== 0;
  let grows = (who & ~known) !== 0;
  hulls.who[node] = known | who;
  if (entry0 < hulls.entry0[node]!) {
    hulls.entry0[node] = entry0;
    grows = true;
  }
  if (entry1 > hulls.entry1[node]!) {
    hulls.entry1[node] = endless && !isNew ? INFINITE : entry1;
    grows = true;
  }
  if ((wrote || isNew) && inbound0 < hulls.inbound0[node]!) {
    hulls.inbound0[node] = inbound0;
    grows = true;
  }
  if ((wrote || isNew) && inbound1 > hulls.inbound1[node]!) {
    hulls.inbound1[node] = endless && !isNew ? INFINITE : inbound1;
    grows = true;
  }
  return grows;
}

/** Reverse post-order from the entries: but for loops, every node after those that lead to it. */
function forwards(graph: LintGraph): number[] {
  const seen = new Uint8Array(graph.nodes.length);
  const next = new Int32Array(graph.nodes.length);
  const order: number[] = [];
  for (const entry of graph.entries) {
    if (seen[entry]) continue;
    seen[entry] = 1;
    const path = [entry];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const ways = graph.nodes[at]!.ways;
      const way = ways[next[at]!++];
      if (!way) {
        order.push(at);
        path.pop();
      } else if (way.target >= 0 && !seen[way.target]) {
        seen[way.target] = 1;
        path.push(way.target);
      }
    }
  }
  return order.reverse();
}
