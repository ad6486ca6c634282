/** Bounds of what arrives at each node, kept from edit to edit: worked out again only where other times lead or arrive. */
import { DAY } from "../time/duration.ts";
import type { Linked } from "./calls.ts";
import { courseOf } from "./edge-windows.ts";
import type { Exploration, Scene } from "./explore.ts";
import type { LintNode } from "./graph.ts";
import type { EdgeTimes } from "./item.ts";
import type { WalkOrder } from "./walk-order.ts";

/** Somebody arrives; somebody who never wrote; somebody who did. */
const REACHED = 1;
export const NEVER = 2;
export const WROTE = 4;

/** After so many rounds over a group, what still grows is a loop, and is taken to go on for ever. */
const PATIENCE = 4;
const INFINITE = Number.POSITIVE_INFINITY;

/** Each bound in a list of its own: there are many, and they are gone over again and again. */
export class Hulls {
  who: Uint8Array = new Uint8Array(0);
  entry0: Float64Array = new Float64Array(0);
  entry1: Float64Array = new Float64Array(0);
  inbound0: Float64Array = new Float64Array(0);
  inbound1: Float64Array = new Float64Array(0);

  /** `touched`: nodes from which other times may lead, or all. Gives the nodes whose bounds are others now. */
  update(scene: Scene, touched: readonly number[], ordinary: Exploration, full: Exploration): number[] {
    const { linked, order, starts, changed } = scene;
    const isNew = !changed || linked.regions.length > 0;
    const again = isNew ? new Uint8Array(order.count).fill(1) : changed.slice();
    if (isNew) this.#size(0);
    this.#size(linked.nodes.length);
    for (const node of touched) {
      const group = order.of[node]!;
      if (group < 0) clear(this, node);
      else again[group] = 1;
      markNext(linked, order, node, again);
    }
    const begin = new Map(starts.map(({ node, startedBy }) => [node, startedBy]));
    // A called flow is a flow of its own here: times in it count from the call, and "never" is "not since the call".
    for (const { entry } of linked.regions) if (entry >= 0) begin.set(entry, "business");
    const timesOf = (from: number, way: number) =>
      courseOf(linked.nodes[from]!.ways, way, ordinary.times[from], full.times[from]);
    const others: number[] = [];
    for (let group = order.count - 1; group >= 0; group -= 1) {
      if (!again[group]) continue;
      const members = order.members.subarray(order.start[group]!, order.start[group + 1]!);
      const before = Array.from(members, (node) => boundsAt(this, node));
      for (const node of members) {
        clear(this, node);
        const startedBy = begin.get(node);
        if (startedBy) start(this, node, startedBy === "contact");
      }
      for (let at = order.inStart[group]!; at < order.inStart[group + 1]!; at += 1) {
        take(this, linked, order.inNode[at]!, order.inWay[at]!, false, timesOf);
      }
      for (let round = 0; goRound(this, linked, order, group, round >= PATIENCE, timesOf); round += 1);
      for (let at = 0; at < members.length; at += 1) {
        const node = members[at]!;
        if (isAt(this, node, before[at]!)) continue;
        others.push(node);
        markNext(linked, order, node, again);
      }
    }
    return others;
  }

  #size(length: number): void {
    if (length === this.who.length) return;
    const least = Math.min(length, this.who.length);
    const longer = (list: Float64Array, empty: number) => {
      const result = new Float64Array(length).fill(empty);
      result.set(list.subarray(0, least));
      return result;
    };
    const who = new Uint8Array(length);
    who.set(this.who.subarray(0, least));
    this.who = who;
    this.entry0 = longer(this.entry0, INFINITE);
    this.entry1 = longer(this.entry1, 0);
    this.inbound0 = longer(this.inbound0, INFINITE);
    this.inbound1 = longer(this.inbound1, -1);
  }
}

type Bounds = readonly [who: number, entry0: number, entry1: number, inbound0: number, inbound1: number];

function boundsAt({ who, entry0, entry1, inbound0, inbound1 }: Hulls, node: number): Bounds {
  return [who[node]!, entry0[node]!, entry1[node]!, inbound0[node]!, inbound1[node]!];
}

function isAt(hulls: Hulls, node: number, [who, entry0, entry1, inbound0, inbound1]: Bounds): boolean {
  return (
    hulls.who[node] === who &&
    hulls.entry0[node] === entry0 &&
    hulls.entry1[node] === entry1 &&
    hulls.inbound0[node] === inbound0 &&
    hulls.inbound1[node] === inbound1
  );
}

function clear(hulls: Hulls, node: number): void {
  hulls.who[node] = 0;
  hulls.entry0[node] = INFINITE;
  hulls.entry1[node] = 0;
  hulls.inbound0[node] = INFINITE;
  hulls.inbound1[node] = -1;
}

function start(hulls: Hulls, node: number, wrote: boolean): void {
  hulls.who[node] = REACHED | (wrote ? WROTE : NEVER);
  hulls.entry0[node] = 0;
  if (!wrote) return;
  hulls.inbound0[node] = 0;
  hulls.inbound1[node] = 0;
}

function markNext(linked: Linked, order: WalkOrder, node: number, again: Uint8Array): void {
  const { ways } = linked.nodes[node]!;
  for (let way = 0; way < ways.length; way += 1) {
    const { target } = ways[way]!;
    if (target >= 0 && order.of[target]! >= 0) again[order.of[target]!] = 1;
  }
}

type TimesOf = (from: number, way: number) => EdgeTimes | undefined;

/** All that is known at the nodes of a group goes on once to others of them. True when something new was learned. */
function goRound(
  hulls: Hulls,
  linked: Linked,
  { start: starts, members, of }: WalkOrder,
  group: number,
  endless: boolean,
  timesOf: TimesOf,
): boolean {
  let grows = false;
  for (let at = starts[group]!; at < starts[group + 1]!; at += 1) {
    const from = members[at]!;
    const { ways } = linked.nodes[from]!;
    for (let way = 0; way < ways.length; way += 1) {
      const { target } = ways[way]!;
      if (target < 0 || of[target] !== group) continue;
      if (take(hulls, linked, from, way, endless, timesOf)) grows = true;
    }
  }
  return grows;
}

function take(hulls: Hulls, linked: Linked, from: number, nth: number, endless: boolean, timesOf: TimesOf): boolean {
  if (hulls.who[from] === 0) return false;
  const node = linked.nodes[from]!;
  const { target, way } = node.ways[nth]!;
  const edge = timesOf(from, nth);
  const times = edge && way.ofCall ? timesOfCall(hulls, linked, node, way.ofCall, edge) : edge;
  const isCalled = linked.regions.length > 0 && linked.regionOf(from) !== null;
  return times ? widen(hulls, from, target, times, isCalled, endless) : false;
}

/** A call takes as long as the called flow takes to come to this end, as far as that is known by now; null: not at all yet. */
function timesOfCall(
  hulls: Hulls,
  linked: Linked,
  node: LintNode,
  ended: "returned" | "failed",
  times: EdgeTimes,
): EdgeTimes | null {
  const called = linked.calledAt(node);
  // One without an entry fails at once.
  if (called && called.entry < 0) return times;
  if (!called) return { ...times, e0: 0, e1: INFINITE, silent0: 0, silent1: INFINITE, spoke0: 0, spoke1: INFINITE };
  const exit = called[ended];
  const [e0, e1] = [hulls.entry0[exit]!, hulls.entry1[exit]!];
  if (e0 === INFINITE) return null;
  const who = hulls.who[exit]!;
  return {
    ...times,
    e0,
    e1,
    silent0: e0,
    silent1: (who & NEVER) === 0 ? -1 : e1,
    spoke0: hulls.inbound0[exit]!,
    spoke1: (who & WROTE) === 0 ? -1 : hulls.inbound1[exit]!,
  };
}

/** True when something new was learned. */
function widen(hulls: Hulls, from: number, to: number, times: EdgeTimes, isCalled: boolean, endless: boolean): boolean {
  const before = hulls.who[from]!;
  let least = INFINITE;
  let most = -1;
  let who = REACHED;
  if (times.silent1 >= 0) {
    if ((times.windows & 2) !== 0 || isCalled) who |= before & NEVER;
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
