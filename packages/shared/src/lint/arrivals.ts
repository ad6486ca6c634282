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
  changes: number;
}

/** After so many changes a loop is taken to go on for ever. */
const PATIENCE = 12;
const INFINITE = Number.POSITIVE_INFINITY;

export function arrivals(
  graph: LintGraph,
  starts: readonly { node: number; startedBy: "contact" | "business" }[],
  ordinary: Exploration,
  full: Exploration,
): Record<string, Arrival> {
  const hulls: (Hull | undefined)[] = new Array(graph.nodes.length);
  const open: number[] = [];
  for (const { node, startedBy } of starts) {
    const wrote = startedBy === "contact";
    hulls[node] = {
      entry0: 0,
      entry1: 0,
      inbound0: wrote ? 0 : INFINITE,
      inbound1: wrote ? 0 : -1,
      never: !wrote,
      wrote,
      changes: 0,
    };
    open.push(node);
  }
  for (let next = 0; next < open.length; next += 1) {
    const from = open[next]!;
    for (const { edge, target } of graph.nodes[from]!.ways) {
      if (edge < 0 || target < 0) continue;
      const times = ordinary.edges[edge] ?? full.edges[edge];
      if (times && widen(hulls, target, arriving(hulls[from]!, times))) open.push(target);
    }
  }
  const result: Record<string, Arrival> = {};
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

function arriving(from: Hull, times: EdgeTimes): Omit<Hull, "changes"> {
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
function widen(hulls: (Hull | undefined)[], node: number, more: Omit<Hull, "changes">): boolean {
  const known = hulls[node];
  if (!known) {
    hulls[node] = { ...more, changes: 0 };
    return true;
  }
  const grows =
    more.entry0 < known.entry0 ||
    more.entry1 > known.entry1 ||
    (more.wrote && (more.inbound0 < known.inbound0 || more.inbound1 > known.inbound1)) ||
    (more.never && !known.never) ||
    (more.wrote && !known.wrote);
  if (!grows) return false;
  known.changes += 1;
  const endless = known.changes > PATIENCE;
  known.entry0 = Math.min(known.entry0, more.entry0);
  if (more.entry1 > known.entry1) known.entry1 = endless ? INFINITE : more.entry1;
  if (more.wrote) {
    known.inbound0 = Math.min(known.inbound0, more.inbound0);
    if (more.inbound1 > known.inbound1) known.inbound1 = endless ? INFINITE : more.inbound1;
  }
  known.never ||= more.never;
  known.wrote ||= more.wrote;
  return true;
}
