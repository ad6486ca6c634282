/** What arrives at each node, for the inspector: streak, time since the last inbound message, time since the entry. */
import { DAY } from "../time/duration.ts";
import type { Linked } from "./calls.ts";
import { courseOf } from "./edge-windows.ts";
import type { Exploration, Start } from "./explore.ts";
import type { LintGraph } from "./graph.ts";
import type { EdgeTimes } from "./item.ts";
import type { WalkOrder } from "./walk-order.ts";

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

/** After so many rounds over a group, what still grows is a loop, and is taken to go on for ever. */
const PATIENCE = 4;
const INFINITE = Number.POSITIVE_INFINITY;

/** Arrivals of one flow, kept from edit to edit: what did not change is the object that was there. */
export class Arrivals {
  #byNode: (Arrival | undefined)[] = [];
  #record: Record<string, Arrival> = Object.create(null);

  update(
    graph: LintGraph,
    linked: Linked,
    order: WalkOrder,
    starts: readonly Start[],
    ordinary: Exploration,
    full: Exploration,
  ): Record<string, Arrival> {
    const hulls = hullsOf(linked, order, starts, ordinary, full);
    const byNode: (Arrival | undefined)[] = new Array(graph.nodes.length);
    let isSame = graph.nodes.length === this.#byNode.length;
    for (let node = 0; node < graph.nodes.length; node += 1) {
      const before = this.#byNode[node];
      const streaks = hulls.who[node] === 0 ? 0 : ordinary.streaks[node] || full.streaks[node] || 0;
      const now =
        streaks === 0
          ? undefined
          : before && saysSo(before, hulls, node, streaks)
            ? before
            : arrival(hulls, node, streaks);
      byNode[node] = now;
      isSame &&= now === before;
    }
    this.#byNode = byNode;
    if (isSame) return this.#record;
    // Ids are anything a file says, "__proto__" included.
    this.#record = Object.create(null) as Record<string, Arrival>;
    for (let node = 0; node < byNode.length; node += 1) {
      const now = byNode[node];
      if (now) this.#record[graph.nodes[node]!.node.id] = now;
    }
    return this.#record;
  }
}

function arrival({ who, entry0, entry1, inbound0, inbound1 }: Hulls, node: number, streaks: number): Arrival {
  return {
    streak: [leastStreak(streaks), mostStreak(streaks)],
    sinceInbound: [
      (who[node]! & WROTE) !== 0 ? inbound0[node]! : null,
      (who[node]! & NEVER) !== 0 ? null : inbound1[node]!,
    ],
    sinceEntry: [entry0[node]!, entry1[node]!],
  };
}

function saysSo(
  { streak, sinceInbound, sinceEntry }: Arrival,
  { who, entry0, entry1, inbound0, inbound1 }: Hulls,
  node: number,
  streaks: number,
): boolean {
  return (
    streak[0] === leastStreak(streaks) &&
    streak[1] === mostStreak(streaks) &&
    sinceInbound[0] === ((who[node]! & WROTE) !== 0 ? inbound0[node] : null) &&
    sinceInbound[1] === ((who[node]! & NEVER) !== 0 ? null : inbound1[node]) &&
    sinceEntry[0] === entry0[node] &&
    sinceEntry[1] === entry1[node]
  );
}

const leastStreak = (streaks: number): number => ((streaks & 1) !== 0 ? 0 : (streaks & 2) !== 0 ? 1 : 2);
const mostStreak = (streaks: number): number => (streaks >= 4 ? 2 : streaks >= 2 ? 1 : 0);

function hullsOf(
  linked: Linked,
  order: WalkOrder,
  starts: readonly Start[],
  ordinary: Exploration,
  full: Exploration,
): Hulls {
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
  for (let group = order.count - 1; group >= 0; group -= 1) {
    const { inside, onwards } = passagesOf(linked, order, group, ordinary, full);
    for (let round = 0, grows = inside.length > 0; grows; round += 1) {
      grows = false;
      for (const passage of inside) if (take(hulls, passage, round >= PATIENCE)) grows = true;
    }
    for (const passage of onwards) take(hulls, passage, false);
  }
  return hulls;
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

/** True when something new was learned. */
function take(hulls: Hulls, passage: Passage, endless: boolean): boolean {
  if (passage.call) takeTimes(hulls, passage.call, passage.times);
  return hulls.who[passage.from] !== 0 && widen(hulls, passage, endless);
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

/** Every edge somebody takes from the nodes of a group: to others of them, and on to other groups. */
function passagesOf(
  linked: Linked,
  order: WalkOrder,
  group: number,
  ordinary: Exploration,
  full: Exploration,
): { inside: Passage[]; onwards: Passage[] } {
  const inside: Passage[] = [];
  const onwards: Passage[] = [];
  for (let at = order.start[group]!; at < order.start[group + 1]!; at += 1) {
    const from = order.members[at]!;
    const { facts, ways } = linked.nodes[from]!;
    const called = facts.calls ? linked.calledAt(linked.nodes[from]!) : null;
    const isInside = linked.regions.length > 0 && linked.regionOf(from) !== null;
    for (let nth = 0; nth < ways.length; nth += 1) {
      const times = courseOf(ways, nth, ordinary.times[from], full.times[from]);
      if (!times) continue;
      const { way, target } = ways[nth]!;
      // One without an entry fails at once.
      const call = way.ofCall && (called === null || called.entry >= 0) ? { exit: called?.[way.ofCall] ?? -1 } : null;
      const passage = { from, to: target, times: call ? { ...times } : times, isInside, call };
      (order.of[target] === group ? inside : onwards).push(passage);
    }
  }
  return { inside, onwards };
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
