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

interface Hull {
  entry0: number;
  entry1: number;
  inbound0: number;
  inbound1: number;
  /** Somebody arrives who never wrote; somebody arrives who did. */
  never: boolean;
  wrote: boolean;
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
  const hulls: (Hull | undefined)[] = new Array(graph.nodes.length);
  for (const { node, startedBy } of starts) {
    const wrote = startedBy === "contact";
    hulls[node] = {
      entry0: 0,
      entry1: 0,
      inbound0: wrote ? 0 : INFINITE,
      inbound1: wrote ? 0 : -1,
      never: !wrote,
      wrote,
    };
  }
  const order = forwards(graph);
  for (let round = 0, grows = true; grows; round += 1) {
    grows = false;
    for (const from of order) {
      const hull = hulls[from];
      if (!hull) continue;
      for (const { edge, target } of graph.nodes[from]!.ways) {
        const times = edge < 0 ? undefined : (ordinary.edges[edge] ?? full.edges[edge]);
        if (times && widen(hulls, target, arriving(hull, times), round >= PATIENCE)) grows = true;
      }
    }
  }
  // Ids are anything a file says, "__proto__" included.
  const result: Record<string, Arrival> = Object.create(null);
  for (let node = 0; node < graph.nodes.length; node += 1) {
    const hull = hulls[node];
    const streaks = ordinary.streaks[node] || full.streaks[node] || 0;
    if (!hull || streaks === 0) continue;
    result[graph.nodes[node]!.node.id] = {
      streak: [Math.log2(streaks & -streaks), streaks >= 4 ? 2 : streaks >= 2 ? 1 : 0],
      sinceInbound: [hull.wrote ? hull.inbound0 : null, hull.never ? null : hull.inbound1],
      sinceEntry: [hull.entry0, hull.entry1],
    };
  }
  return result;
}

function arriving(from: Hull, times: EdgeTimes): Hull {
  let [inbound0, inbound1, never, wrote] = [INFINITE, -1, false, false];
  if (times.silent1 >= 0) {
    never = from.never && (times.windows & 2) !== 0;
    if (from.wrote) {
      inbound0 = from.inbound0 + times.silent0;
      inbound1 = from.inbound1 + times.silent1;
      if (times.windows === 1) inbound1 = Math.min(inbound1, DAY - 1);
      if (times.windows === 2 && times.spoke1 < 0) inbound0 = Math.max(inbound0, DAY);
      wrote = inbound0 <= inbound1;
    }
  }
  if (times.spoke1 >= 0) {
    inbound0 = Math.min(inbound0, times.spoke0);
    inbound1 = Math.max(inbound1, times.spoke1);
    wrote = true;
  }
  return { entry0: from.entry0 + times.e0, entry1: from.entry1 + times.e1, inbound0, inbound1, never, wrote };
}

/** True when something new was learned. */
function widen(hulls: (Hull | undefined)[], node: number, more: Hull, endless: boolean): boolean {
  const known = hulls[node];
  if (!known) {
    hulls[node] = more;
    return true;
  }
  const later = more.entry1 > known.entry1;
  const longer = more.wrote && more.inbound1 > known.inbound1;
  const grows =
    later ||
    longer ||
    more.entry0 < known.entry0 ||
    (more.wrote && more.inbound0 < known.inbound0) ||
    (more.never && !known.never) ||
    (more.wrote && !known.wrote);
  if (!grows) return false;
  known.entry0 = Math.min(known.entry0, more.entry0);
  if (later) known.entry1 = endless ? INFINITE : more.entry1;
  if (more.wrote) known.inbound0 = Math.min(known.inbound0, more.inbound0);
  if (longer) known.inbound1 = endless ? INFINITE : more.inbound1;
  known.never ||= more.never;
  known.wrote ||= more.wrote;
  return true;
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
