/**
 * In which order a walk takes the nodes: group by group, where a group is a cycle or a node by itself, each after all that
 * lead to it. What arrives at a group then is all that ever will, and where that is the same as before an edit, so is the rest.
 */
import { type Linked, unlinked } from "./calls.ts";
import { type Components, components } from "./components.ts";
import type { LintGraph } from "./graph.ts";
import type { WaysTable } from "./ways-table.ts";

export interface WalkOrder extends Components {
  /** Ways into group `g` from others, those from nodes nearer to an entry first: from `inStart[g]` to `inStart[g + 1]`. */
  inStart: Int32Array;
  inNode: Int32Array;
  inWay: Int32Array;
  /** Fewest steps from an entry, by node; -1: no way leads there. */
  depth: Int32Array;
}

/** The order of a flow by itself, without what it calls. */
export function ownOrder(graph: LintGraph): WalkOrder {
  return graph.lines.once("own order", () => walkOrder(unlinked(graph), graph.entries));
}

export function walkOrder({ nodes, regions, table }: Linked, entries: readonly number[]): WalkOrder {
  const roots = [...entries, ...regions.map(({ entry }) => entry).filter((entry) => entry >= 0)];
  const groups = regions.length > 0 ? together(components(table, roots), nodes.length) : components(table, roots);
  const { of, count } = groups;
  const { start, target } = table;
  const depth = depths(table, roots);
  const near = byDepth(depth);
  const inStart = new Int32Array(count + 1);
  for (let next = 0; next < near.length; next += 1) {
    const node = near[next]!;
    for (let at = start[node]!; at < start[node + 1]!; at += 1) {
      const to = target[at]!;
      if (to >= 0 && of[to] !== of[node]) inStart[of[to]! + 1]! += 1;
    }
  }
  for (let group = 0; group < count; group += 1) inStart[group + 1]! += inStart[group]!;
  const free = inStart.slice();
  const inNode = new Int32Array(inStart[count]!);
  const inWay = new Int32Array(inStart[count]!);
  for (let next = 0; next < near.length; next += 1) {
    const node = near[next]!;
    for (let at = start[node]!; at < start[node + 1]!; at += 1) {
      const to = target[at]!;
      if (to < 0 || of[to] === of[node]) continue;
      const place = free[of[to]!]!++;
      inNode[place] = node;
      inWay[place] = at - start[node]!;
    }
  }
  return { ...groups, inStart, inNode, inWay, depth };
}

/** Fewest steps to each node; -1: none lead there. */
function depths({ start, target }: WaysTable, roots: readonly number[]): Int32Array {
  const depth = new Int32Array(start.length - 1).fill(-1);
  const open = new Int32Array(depth.length);
  let found = 0;
  for (const root of roots) {
    if (depth[root] !== -1) continue;
    depth[root] = 0;
    open[found++] = root;
  }
  for (let next = 0; next < found; next += 1) {
    const node = open[next]!;
    for (let at = start[node]!; at < start[node + 1]!; at += 1) {
      const to = target[at]!;
      if (to < 0 || depth[to] !== -1) continue;
      depth[to] = depth[node]! + 1;
      open[found++] = to;
    }
  }
  return depth;
}

/**
 * The nodes that are reached, nearest first, of the same depth in the order of the document. The order in which a search comes
 * upon them would change everywhere with an edit anywhere.
 */
function byDepth(depth: Int32Array): Int32Array {
  const free = new Int32Array(depth.length + 2);
  for (let node = 0; node < depth.length; node += 1) free[depth[node]! + 2]! += 1;
  for (let at = 0; at + 1 < free.length; at += 1) free[at + 1]! += free[at]!;
  const unreached = free[1]!;
  const sorted = new Int32Array(depth.length);
  for (let node = 0; node < depth.length; node += 1) sorted[free[depth[node]! + 1]!++] = node;
  return sorted.subarray(unreached);
}

/** A call leads into another flow and back to whoever called: all of it is one group. */
function together({ members }: Components, nodes: number): Components {
  return { of: new Int32Array(nodes), count: 1, members, start: Int32Array.of(0, members.length) };
}

/** Is the group of the same nodes, and led to by the same ways in the same order, as the group `before` was? */
export function isSameGroup(now: WalkOrder, group: number, last: WalkOrder, before: number): boolean {
  const [from, end] = [now.start[group]!, now.start[group + 1]!];
  if (before < 0 || last.start[before + 1]! - last.start[before]! !== end - from) return false;
  for (let at = from; at < end; at += 1) if (last.of[now.members[at]!] !== before) return false;
  const [into, out] = [now.inStart[group]!, last.inStart[before]!];
  const ways = now.inStart[group + 1]! - into;
  if (last.inStart[before + 1]! - out !== ways) return false;
  for (let at = 0; at < ways; at += 1) {
    if (now.inNode[into + at] !== last.inNode[out + at] || now.inWay[into + at] !== last.inWay[out + at]) return false;
  }
  return true;
}
