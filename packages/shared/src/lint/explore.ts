/**
 * The walk over every path of a flow in model M (docs/lint-model.md): abstract states are carried along the ways, group by
 * group (walk-order.ts), until nothing new arrives anywhere; within a group first come, first walked.
 *
 * A walk is kept from edit to edit. Groups are walked again whose nodes changed or at which something else arrives; where what
 * leaves such a group has the same values as before, the states that stand further on are told by which items they are come by
 * now, and the walk goes no further.
 */
import type { Policy } from "../caps/policy.ts";
import { type Context, contextOf } from "./call-context.ts";
import type { Linked } from "./calls.ts";
import { changedGroups, OTHER_NODES, OTHER_WAYS, SAME_GROUP } from "./changed-groups.ts";
import { LONGEST_COOLDOWN, restAfter } from "./cooldown.ts";
import {
  ARRIVES,
  BLOCKED,
  type EdgeTimes,
  type Failing,
  INEXACT,
  type Item,
  PHASES,
  POLICY_HOLD,
  type Rest,
} from "./item.ts";
import { isSamePath, isSameZone } from "./same-path.ts";
import { afterCooldown, mayCool, OPEN, startState, windowOf } from "./state-class.ts";
import type { StepOptions } from "./steps.ts";
import { SAME } from "./transition.ts";
import { Visit } from "./visit.ts";
import { type VisitTimes, visitTimes } from "./visit-times.ts";
import type { WalkOrder } from "./walk-order.ts";
import { widest } from "./widest.ts";
import { ALL_LATE, isSubset, point, type Zone } from "./zone.ts";

/** An entry, and how a session is started there. */
export interface Start {
  node: number;
  startedBy: "contact" | "business";
}

export interface Exploration {
  /** States that would be held (D2, D6) or refused (D9) on arrival, by node. */
  failing: readonly (readonly Failing[] | undefined)[];
  /** Nodes at which a send was let through on arrival. */
  passing: Uint8Array;
  /** Bit 1, 2, 4: arrived with a streak of 0, 1, 2 or more. */
  streaks: Uint8Array;
  /** The calls that were walked. */
  calls: readonly Context[];
  /** By node and way. */
  times: readonly (readonly (EdgeTimes | undefined)[] | undefined)[];
  /** States walked. */
  walked: number;
  /** Nodes that were walked again in the last pass, or are not reached any more. */
  touched: readonly number[];
}

/** What is walked: the nodes, in which order, and from where. */
export interface Scene {
  linked: Linked;
  order: WalkOrder;
  starts: readonly Start[];
  consentsIn: boolean;
  /** Greater by one each time. */
  pass: number;
  /** What changed since the pass before (changed-groups.ts); null: this is the first. */
  changed: Uint8Array | null;
}

/** Beyond this many states of one kind at one node, the analysis stops telling them apart. */
const MOST_APART = 128;
/** The same where no path could be shown anyhow. */
const MOST_APART_INEXACT = 6;
const INFINITE = Number.POSITIVE_INFINITY;

type Leaving = (Item[] | undefined)[] | undefined;

export class Walk extends Visit implements Exploration {
  readonly times: (EdgeTimes | undefined)[][] = [];
  touched: number[] = [];
  #scene: Scene;
  #outermost: Context;
  /** Known states of the group that is walked, by node and phase. */
  #queue: Item[] = [];
  #group = 0;
  /** What leaves for other groups, by node and way. */
  #leaving: Leaving[] = [];
  #counts: Int32Array = new Int32Array(0);

  constructor(scene: Scene, options: StepOptions) {
    super(scene.linked, options);
    this.#scene = scene;
    this.#outermost = outermost(0, options.policy);
    this.#update(scene, null);
  }

  get failing(): readonly (readonly Failing[] | undefined)[] {
    return this.#outermost.failing;
  }

  get passing(): Uint8Array {
    return this.#outermost.passing;
  }

  get streaks(): Uint8Array {
    return this.#outermost.streaks;
  }

  get walked(): number {
    let sum = 0;
    for (let node = 0; node < this.#counts.length; node += 1) sum += this.#counts[node]!;
    return sum;
  }

  /** Walks again what is another way than it was. */
  update(scene: Scene): void {
    this.#update(scene, this.#scene);
  }

  #update(scene: Scene, last: Scene | null): void {
    const { linked, order, starts, consentsIn } = scene;
    const isNew =
      !last ||
      consentsIn !== this.consentsIn ||
      linked.regions.length + last.linked.regions.length > 0 ||
      linked.nodes.length < last.linked.nodes.length;
    this.touched = isNew ? [...linked.nodes.keys()] : [];
    const again = isNew ? new Uint8Array(order.count).fill(OTHER_NODES) : changedSince(scene, last);
    this.linked = linked;
    this.consentsIn = consentsIn;
    this.#scene = scene;
    if (isNew) this.#forgetAll();
    else this.#grow(linked.nodes.length);
    if (!isNew && order !== last.order) {
      for (let node = 0; node < this.#counts.length; node += 1) {
        if (order.of[node] !== -1 || (last.order.of[node] ?? -1) === -1) continue;
        this.#forget(node);
        this.touched.push(node);
      }
    }
    const begun = new Map<number, Start[]>();
    for (const start of starts) {
      const group = order.of[start.node]!;
      begun.set(group, [...(begun.get(group) ?? []), start]);
    }
    for (let group = order.count - 1; group >= 0; group -= 1) {
      if (again[group] !== SAME_GROUP) this.#walkGroup(group, begun.get(group) ?? [], again);
    }
  }

  #forgetAll(): void {
    const { length } = this.linked.nodes;
    this.#outermost = outermost(length, this.options.policy);
    this.#leaving = new Array(length);
    this.times.length = 0;
    this.times.length = length;
    this.#counts = new Int32Array(length);
    this.calls = [];
    this.fromAnywhere.clear();
  }

  #grow(length: number): void {
    if (length === this.#counts.length) return;
    const { passing, streaks, failing } = this.#outermost;
    this.#outermost.passing = new Uint8Array(length);
    this.#outermost.passing.set(passing);
    this.#outermost.streaks = new Uint8Array(length);
    this.#outermost.streaks.set(streaks);
    failing.length = length;
    const counts = this.#counts;
    this.#counts = new Int32Array(length);
    this.#counts.set(counts);
    this.#leaving.length = length;
    this.times.length = length;
  }

  #forget(node: number): void {
    const { failing, passing, streaks } = this.#outermost;
    failing[node] = undefined;
    passing[node] = 0;
    streaks[node] = 0;
    this.times[node] = NO_TIMES;
    this.#leaving[node] = undefined;
    this.#counts[node] = 0;
  }

  #walkGroup(group: number, starts: readonly Start[], again: Uint8Array): void {
    const { order, linked } = this.#scene;
    const toldAnew = (again[group]! & OTHER_NODES) !== 0;
    const members = order.members.subarray(order.start[group]!, order.start[group + 1]!);
    const before = Array.from(members, (node) => this.#leaving[node]);
    for (const node of members) {
      this.#forget(node);
      if (this.touched.length < linked.nodes.length) this.touched.push(node);
    }
    this.#group = group;
    this.#queue = [];
    this.#begin(starts);
    for (let at = order.inStart[group]!; at < order.inStart[group + 1]!; at += 1) {
      const arriving = this.#leaving[order.inNode[at]!]?.[order.inWay[at]!];
      if (arriving) for (const item of arriving) this.#admit(item);
    }
    const queue = this.#queue;
    for (let next = 0; next < queue.length; next += 1) this.visit(queue[next]!);
    const { known } = this.#outermost;
    for (let at = 0; at < members.length; at += 1) {
      const node = members[at]!;
      for (let phase = 0; phase < PHASES; phase += 1) known[node * PHASES + phase] = undefined;
      const { ways } = linked.nodes[node]!;
      for (let way = 0; way < ways.length; way += 1) {
        const { target } = ways[way]!;
        if (target < 0 || order.of[target] === group) continue;
        if (!this.#leavesAlike(before[at], node, way, toldAnew)) again[order.of[target]!]! |= OTHER_WAYS;
      }
    }
  }

  #begin(starts: readonly Start[]): void {
    for (const { node, startedBy } of starts) {
      const zone = startedBy === "contact" ? point(0) : ALL_LATE;
      this.put(null, node, ARRIVES, startState(startedBy), zone, SAME, 0, 0, 0, -1, ALL_LATE);
    }
  }

  /** What was there stays, and is told by which items it is come by now. `toldAnew`: the same path has other words. */
  #leavesAlike(before: Leaving, node: number, way: number, toldAnew: boolean): boolean {
    const [old, now] = [before?.[way], this.#leaving[node]?.[way]];
    if (!old || !now) return old === now;
    if (old.length !== now.length) return false;
    for (let at = 0; at < old.length; at += 1) if (!isAlike(old[at]!, now[at]!)) return false;
    for (let at = 0; at < old.length; at += 1) {
      if (toldAnew || !isSamePath(old[at]!, now[at]!)) comeByAs(old[at]!, now[at]!);
    }
    this.#leaving[node]![way] = old;
    return true;
  }

  protected override put(
    parent: Item | null,
    node: number,
    phase: number,
    reached: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    way: number,
    from: Zone,
    given: Rest | null = null,
    context: Context = parent?.context ?? this.#outermost,
    through: Item | null = null,
  ): void {
    const times = visitTimes(parent, step, a, b);
    const rest = given ?? restAfter(parent, times);
    const state = mayCool(reached) && rest.z1 <= 0 ? afterCooldown(reached) : reached;
    const z0 = mayCool(state) ? rest.z0 : 0;
    const z1 = mayCool(state) ? rest.z1 : 0;
    if (parent && way >= 0) this.#noteEdge(parent, way, state, through ? null : times);
    const goesOut = way >= 0 && this.#scene.order.of[node] !== this.#group;
    const list = goesOut ? this.#leavingBy(parent!.node, way) : knownAt(context, node, phase);
    const alike = countAlike(list, state, zone, z0, z1);
    if (alike < 0) return;
    const isTold =
      (marks & (INEXACT | POLICY_HOLD)) === 0 &&
      (parent === null || parent.isTold) &&
      (through === null || through.isTold);
    const wide = !goesOut && alike >= (isTold ? MOST_APART : MOST_APART_INEXACT);
    const inside = way < 0 && parent !== null;
    const item: Item = {
      node,
      context,
      through,
      phase,
      state,
      zone: wide ? widest(state) : zone,
      parent,
      from,
      step,
      a,
      b,
      marks: wide ? marks | INEXACT : marks,
      way,
      e0: inside ? times.e0 : 0,
      e1: inside ? times.e1 : 0,
      i0: inside ? times.i0 : -1,
      i1: inside ? times.i1 : -1,
      z0: wide ? 0 : z0,
      z1: wide && mayCool(state) ? LONGEST_COOLDOWN : z1,
      blocked: inside ? parent.blocked + ((marks & BLOCKED) !== 0 ? 1 : 0) : 0,
      isTold: isTold && !wide,
      pass: this.#scene.pass,
      length: 0,
      latest: 0,
      measured: 0,
    };
    list.push(item);
    if (!goesOut) this.#enqueue(item);
  }

  /** A state comes in from another group. */
  #admit(item: Item): void {
    const list = knownAt(this.#outermost, item.node, ARRIVES);
    const alike = countAlike(list, item.state, item.zone, item.z0, item.z1);
    if (alike < 0) return;
    const admitted = alike < (item.isTold ? MOST_APART : MOST_APART_INEXACT) ? item : widened(item);
    list.push(admitted);
    this.#enqueue(admitted);
  }

  #enqueue(item: Item): void {
    this.#queue.push(item);
    this.#counts[item.node]! += 1;
  }

  #leavingBy(node: number, way: number): Item[] {
    let ways = this.#leaving[node];
    if (!ways) {
      ways = new Array(this.linked.nodes[node]!.ways.length);
      this.#leaving[node] = ways;
    }
    let list = ways[way];
    if (!list) {
      list = [];
      ways[way] = list;
    }
    return list;
  }

  /** `times`: none for a call, which takes as long as the called flow (arrivals.ts). */
  #noteEdge(parent: Item, way: number, state: number, times: VisitTimes | null): void {
    let ofNode = this.times[parent.node];
    if (!ofNode || ofNode === NO_TIMES) {
      ofNode = new Array(this.linked.nodes[parent.node]!.ways.length);
      this.times[parent.node] = ofNode;
    }
    let known = ofNode[way];
    if (!known) {
      known = { windows: 0, e0: INFINITE, e1: 0, silent0: INFINITE, silent1: -1, spoke0: INFINITE, spoke1: -1 };
      ofNode[way] = known;
    }
    known.windows |= windowOf(state) === OPEN ? 1 : 2;
    if (!times) return;
    known.e0 = Math.min(known.e0, times.e0);
    known.e1 = Math.max(known.e1, times.e1);
    if (times.i1 < 0) {
      known.silent0 = Math.min(known.silent0, times.e0);
      known.silent1 = Math.max(known.silent1, times.e1);
    } else {
      known.spoke0 = Math.min(known.spoke0, times.i0);
      known.spoke1 = Math.max(known.spoke1, times.i1);
    }
  }
}

const NO_TIMES: (EdgeTimes | undefined)[] = [];

function outermost(nodes: number, policy: Policy): Context {
  return contextOf({ first: 0, failed: nodes - 1, policy }, { state: 0, zone: ALL_LATE, z0: 0, z1: 0 });
}

function changedSince(scene: Scene, last: Scene): Uint8Array {
  const { linked, order, starts } = scene;
  const isNext = scene.changed !== null && scene.pass === last.pass + 1;
  const again = isNext
    ? scene.changed!.slice()
    : changedGroups({ nodes: linked.nodes, order }, { nodes: last.linked.nodes, order: last.order });
  const key = ({ node, startedBy }: Start) => `${node} ${startedBy}`;
  const [then, now] = [new Set(last.starts.map(key)), new Set(starts.map(key))];
  const differs = [
    ...starts.filter((start) => !then.has(key(start))),
    ...last.starts.filter((start) => !now.has(key(start))),
  ];
  for (const { node } of differs) if (order.of[node]! >= 0) again[order.of[node]!]! |= OTHER_NODES;
  return again;
}

function knownAt({ known, first }: Context, node: number, phase: number): Item[] {
  const slot = (node - first) * PHASES + phase;
  let list = known[slot];
  if (!list) {
    list = [];
    known[slot] = list;
  }
  return list;
}

/** How many states of the same class are known; -1: one of them contains this one. */
function countAlike(list: readonly Item[], state: number, zone: Zone, z0: number, z1: number): number {
  let alike = 0;
  for (let index = 0; index < list.length; index += 1) {
    const other = list[index]!;
    if (other.state !== state) continue;
    if (z0 >= other.z0 && z1 <= other.z1 && isSubset(zone, other.zone)) return -1;
    alike += 1;
  }
  return alike;
}

function widened(item: Item): Item {
  const z1 = mayCool(item.state) ? LONGEST_COOLDOWN : item.z1;
  return { ...item, zone: widest(item.state), marks: item.marks | INEXACT, z0: 0, z1, isTold: false };
}

function isAlike(a: Item, b: Item): boolean {
  return (
    a.node === b.node &&
    a.state === b.state &&
    a.isTold === b.isTold &&
    a.z0 === b.z0 &&
    a.z1 === b.z1 &&
    isSameZone(a.zone, b.zone)
  );
}

function comeByAs(item: Item, other: Item): void {
  item.parent = other.parent;
  item.from = other.from;
  item.step = other.step;
  item.a = other.a;
  item.b = other.b;
  item.marks = other.marks;
  item.through = other.through;
  item.pass = other.pass;
}
