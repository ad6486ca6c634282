/** What arrives at each node, for the inspector: streak, time since the last inbound message, time since the entry. */
import { DAY } from "../time/duration.ts";
import type { Linked } from "./calls.ts";
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
  linked: Linked,
  starts: readonly { node: number; startedBy: "contact" | "business" }[],
  ordinary: Exploration,
  full: Exploration,
): Record<string, Arrival> {
  const { length } = linked.nodes;
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
  // A called flow is a flow of its own here: times in it count from the call, and "never" is "not since the call".
  for (const { entry } of linked.regions) {
    if (entry < 0) continue;
    hulls.who[entry] = REACHED | NEVER;
    hulls.entry0[entry] = 0;
  }
  const passages = passagesOf(linked, [...graph.entries, ...linked.regions.map(({ entry }) => entry)], ordinary, full);
  for (let round = 0, grows = true; grows; round += 1) {
    grows = false;
    for (let at = 0; at < passages.length; at += 1) {
      const passage = passages[at]!;
      if (passage.call) takeTimes(hulls, passage.call, passage.times);
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
  /** In a called flow. */
  isInside: boolean;
  /** Back from a call: the node at which the called flow has come to its end, or -1 where it is not known. */
  call: { exit: number } | null;
}

/** A call takes as long as the called flow takes to come to this end, as far as that is known by now. */
function takeTimes(hulls: Hulls, { exit }: { exit: number }, times: EdgeTimes): void {
  const who = exit < 0 ? REACHED | NEVER | WROTE : hulls.who[exit]!;
  times.e0 = exit < 0 ? 0 : hulls.entry0[exit]!;
  times.e1 = exit < 0 ? INFINITE : hulls.entry1[exit]!;
  times.silent0 = times.e0;
  times.silent1 = (who & NEVER) === 0 ? -1 : times.e1;
  times.spoke0 = exit < 0 ? 0 : hulls.inbound0[exit]!;
  times.spoke1 = (who & WROTE) === 0 ? -1 : exit < 0 ? INFINITE : hulls.inbound1[exit]!;
}

/** Every edge somebody takes, in the order in which one comes by them. */
function passagesOf(linked: Linked, entries: readonly number[], ordinary: Exploration, full: Exploration): Passage[] {
  const passages: Passage[] = [];
  for (const from of forwards(linked, entries)) {
    const node = linked.nodes[from]!;
    const called = node.facts.calls ? linked.calledAt(node) : null;
    for (let nth = 0; nth < node.ways.length; nth += 1) {
      const at = linked.table.start[from]! + nth;
      const times = ordinary.times[at] ?? full.times[at];
      if (!times) continue;
      const { way, target } = node.ways[nth]!;
      const isInside = linked.regionOf(from) !== null;
      // One without an entry fails at once.
      const call = way.ofCall && (called === null || called.entry >= 0) ? { exit: called?.[way.ofCall] ?? -1 } : null;
      passages.push({ from, to: target, times: call ? { ...times } : times, isInside, call });
    }
  }
  return passages;
}

/** True when something new was learned. */
function widen(hulls: Hulls, { from, to, times, isInside, call }: Passage, endless: boolean): boolean {
  // No way out of the call is known yet.
  if (call && times.e0 === INFINITE) return false;
  const before = hulls.who[from]!;
  let [least, most, who] = [INFINITE, -1, REACHED];
  if (times.silent1 >= 0) {
    if ((times.windows & 2) !== 0 || isInside) who |= before & NEVER;
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
function forwards({ nodes }: Linked, entries: readonly number[]): number[] {
  const seen = new Uint8Array(nodes.length);
  const next = new Int32Array(nodes.length);
  const order: number[] = [];
  for (const entry of entries) {
    if (entry < 0 || seen[entry]) continue;
    seen[entry] = 1;
    const path = [entry];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const ways = nodes[at]!.ways;
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
