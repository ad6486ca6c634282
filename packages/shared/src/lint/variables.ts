/**
 * Which variables are surely set when a node is reached: on every way to it, whatever happened (forward, by intersection).
 * 32 names at a time, one bit each, and only when somebody asks for one of them: sets of names at every node would take
 * gigabytes in a flow where each node writes a name of its own.
 */
import type { LintGraph } from "./graph.ts";
import { ownOrder } from "./walk-order.ts";

export interface Variables {
  /** Null: the node is not reached by any edge. */
  isSurelySet(node: number, name: string): boolean | null;
  /** Written by some node, or declared by the document. */
  isKnown(name: string): boolean;
}

/** Do both say the same of everything that is read at the node? */
export function sayTheSame(graph: LintGraph, node: number, before: Variables, now: Variables): boolean {
  const { reads } = graph.nodes[node]!.facts;
  for (let at = 0; at < reads.length; at += 1) {
    const name = reads[at]!;
    // Fields of the contact are nobody's to set.
    if (name.startsWith("contact.")) continue;
    if (before.isKnown(name) !== now.isKnown(name)) return false;
    if (before.isSurelySet(node, name) !== now.isSurelySet(node, name)) return false;
  }
  return true;
}

/** Names that are followed, in the order of the document; of the others nothing is claimed. */
const MOST_NAMES = 2_000;
const BITS = 32;

export function variables(graph: LintGraph): Variables {
  const declared = new Set((graph.flow.variables ?? []).map(({ name }) => name));
  const places = new Map<string, number>();
  for (const name of declared) places.set(name, places.size);
  for (let node = 0; node < graph.nodes.length; node += 1) {
    const { writes } = graph.nodes[node]!.facts;
    for (let at = 0; at < writes.length; at += 1) if (!places.has(writes[at]!)) places.set(writes[at]!, places.size);
  }
  const groups = new Map<number, Followed>();
  const groupOf = (group: number) => {
    const known = groups.get(group) ?? follow(graph, (name) => bitOf(places.get(name), group), declared);
    groups.set(group, known);
    return known;
  };
  return {
    isSurelySet(node, name) {
      const place = places.get(name);
      const isFollowed = place !== undefined && place < MOST_NAMES;
      const group = isFollowed ? Math.floor(place / BITS) : 0;
      const { reached, set } = groupOf(group);
      if (reached[node] === 0) return null;
      return place !== undefined && (!isFollowed || (set[node]! & bitOf(place, group)) !== 0);
    },
    isKnown: (name) => places.has(name),
  };
}

/** Of one group of names: which are surely set at each node. */
interface Followed {
  reached: Uint8Array;
  set: Int32Array;
}

type BitOf = (name: string) => number;

/** In the order of the walk, so that but for loops each node is looked at once. */
function follow(graph: LintGraph, bit: BitOf, declared: ReadonlySet<string>): Followed {
  const { nodes, entries } = graph;
  const { of, count, members, start } = ownOrder(graph);
  const reached = new Uint8Array(nodes.length);
  const set = new Int32Array(nodes.length);
  for (const entry of entries) {
    // Whoever starts a session by API or campaign may hand in what the document declares.
    set[entry] = nodes[entry]!.facts.entry!.startedBy === "business" ? bitsOf(declared, bit) : 0;
    reached[entry] = 1;
  }
  for (let group = count - 1; group >= 0; group -= 1) {
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (let at = start[group]!; at < start[group + 1]!; at += 1) {
        const node = members[at]!;
        const { facts, ways } = nodes[node]!;
        const writes = facts.writes.length === 0 ? 0 : bitsOf(facts.writes, bit);
        for (let way = 0; way < ways.length; way += 1) {
          const { target, way: leaves } = ways[way]!;
          if (target < 0) continue;
          const brought = set[node]! | (leaves.writes === false ? 0 : writes);
          const common = reached[target] === 1 ? set[target]! & brought : brought;
          if (reached[target] === 1 && common === set[target]) continue;
          reached[target] = 1;
          set[target] = common;
          if (of[target] === group) isNew = true;
        }
      }
    }
  }
  return { reached, set };
}

function bitsOf(names: Iterable<string>, bit: BitOf): number {
  let bits = 0;
  for (const name of names) bits |= bit(name);
  return bits;
}

/** 0 when it belongs to another group. */
function bitOf(place: number | undefined, group: number): number {
  return place !== undefined && Math.floor(place / BITS) === group ? 1 << (place % BITS) : 0;
}
