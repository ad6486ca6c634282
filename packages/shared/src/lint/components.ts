/** Strongly connected groups of nodes (Tarjan, without recursion). */
import type { WaysTable } from "./ways-table.ts";

export interface Components {
  /** By node, from 0: a way leads from a group to itself or to one with a lower number. -1: not reached from the roots. */
  of: Int32Array;
  count: number;
  /** Nodes by group: those of group `g` stand from `start[g]` to `start[g + 1]`. */
  members: Int32Array;
  start: Int32Array;
}

export function components({ start, target }: WaysTable, roots: Iterable<number>): Components {
  const length = start.length - 1;
  const of = new Int32Array(length).fill(-1);
  const order = new Int32Array(length).fill(-1);
  const low = new Int32Array(length);
  const next = start.slice(0, length);
  const stack = new Int32Array(length);
  const path = new Int32Array(length);
  const members = new Int32Array(length);
  const starts = new Int32Array(length + 1);
  let [stacked, depth, counter, count, placed] = [0, 0, 0, 0, 0];
  for (const root of roots) {
    if (order[root] !== -1) continue;
    order[root] = low[root] = counter++;
    stack[stacked++] = root;
    path[depth++] = root;
    while (depth > 0) {
      const node = path[depth - 1]!;
      const at = next[node]!;
      if (at < start[node + 1]!) {
        next[node] = at + 1;
        const to = target[at]!;
        if (to < 0) continue;
        if (order[to] === -1) {
          order[to] = low[to] = counter++;
          stack[stacked++] = to;
          path[depth++] = to;
        } else if (of[to] === -1 && order[to]! < low[node]!) low[node] = order[to]!;
        continue;
      }
      depth -= 1;
      if (depth > 0) {
        const above = path[depth - 1]!;
        if (low[node]! < low[above]!) low[above] = low[node]!;
      }
      if (low[node] !== order[node]) continue;
      let member: number;
      do {
        member = stack[--stacked]!;
        of[member] = count;
        members[placed++] = member;
      } while (member !== node);
      starts[++count] = placed;
    }
  }
  return { of, count, members: members.subarray(0, placed), start: starts.subarray(0, count + 1) };
}
