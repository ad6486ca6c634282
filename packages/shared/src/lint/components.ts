/** Strongly connected groups of nodes (Tarjan, without recursion). */
import type { WaysTable } from "./ways-table.ts";

export interface Components {
  /** By node, from 0: a way leads from a group to itself or to one with a lower number. -1: not reached from the roots. */
  of: Int32Array;
  count: number;
  /**
   * Nodes by group: those of group `g` stand from `start[g]` to `start[g + 1]`, but for cycles each after all that lead to it
   * (reverse post-order).
   */
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
  const finished = new Int32Array(length);
  let [stacked, depth, counter, count, done] = [0, 0, 0, 0, 0];
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
      finished[done++] = node;
      if (depth > 0) {
        const above = path[depth - 1]!;
        if (low[node]! < low[above]!) low[above] = low[node]!;
      }
      if (low[node] !== order[node]) continue;
      let member: number;
      do {
        member = stack[--stacked]!;
        of[member] = count;
      } while (member !== node);
      count += 1;
    }
  }
  return { of, count, ...byGroup(of, count, finished, done) };
}

function byGroup(
  of: Int32Array,
  count: number,
  finished: Int32Array,
  done: number,
): Pick<Components, "members" | "start"> {
  const start = new Int32Array(count + 1);
  for (let at = 0; at < done; at += 1) start[of[finished[at]!]! + 1]! += 1;
  for (let group = 0; group < count; group += 1) start[group + 1]! += start[group]!;
  const free = start.slice();
  const members = new Int32Array(done);
  for (let at = done - 1; at >= 0; at -= 1) members[free[of[finished[at]!]!]!++] = finished[at]!;
  return { members, start };
}
