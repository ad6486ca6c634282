/** Cycles of a flow: strongly connected groups of nodes, over the ways a rule cares for (Tarjan, without recursion). */
import type { LintGraph, LintWay } from "./graph.ts";

export interface Loops {
  /** Nodes in a cycle that nobody's answer breaks, and on which marketing goes out. */
  marketing(node: number): boolean;
}

export function loops(graph: LintGraph): Loops {
  const groups = cycles(graph, (_, way) => !way.way.interaction);
  const sending = new Set<number>();
  graph.nodes.forEach((node, position) => {
    const group = groups[position]!;
    if (group < 0 || node.facts.send?.class !== "marketing") return;
    const stays = node.ways.some(({ way, target }) => way.after === "sent" && target >= 0 && groups[target] === group);
    if (stays) sending.add(group);
  });
  return {
    marketing: (node) =>
      groups[node]! >= 0 && sending.has(groups[node]!) && graph.nodes[node]!.facts.send?.class === "marketing",
  };
}

/** For each node the number of the cycle group it belongs to, or -1. `follows` says which ways count. */
export function cycles(graph: LintGraph, follows: (node: number, way: LintWay) => boolean): Int32Array {
  const { length } = graph.nodes;
  const group = new Int32Array(length).fill(-1);
  const order = new Int32Array(length).fill(-1);
  const low = new Int32Array(length);
  const next = new Int32Array(length);
  const onStack = new Uint8Array(length);
  const stack: number[] = [];
  const path: number[] = [];
  let [counter, groups] = [0, 0];
  for (let root = 0; root < length; root += 1) {
    if (order[root] !== -1) continue;
    enter(root);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const ways = graph.nodes[node]!.ways;
      const at = next[node]!;
      if (at < ways.length) {
        next[node] = at + 1;
        const way = ways[at]!;
        if (way.target < 0 || !follows(node, way)) continue;
        if (order[way.target] === -1) enter(way.target);
        else if (onStack[way.target]) low[node] = Math.min(low[node]!, order[way.target]!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
      if (low[node] === order[node]) close(node);
    }
  }
  return group;

  function enter(node: number): void {
    order[node] = counter;
    low[node] = counter;
    counter += 1;
    stack.push(node);
    onStack[node] = 1;
    path.push(node);
  }

  function close(root: number): void {
    const members: number[] = [];
    for (;;) {
      const member = stack.pop()!;
      onStack[member] = 0;
      members.push(member);
      if (member === root) break;
    }
    const isCycle =
      members.length > 1 || graph.nodes[root]!.ways.some((way) => way.target === root && follows(root, way));
    if (!isCycle) return;
    for (const member of members) group[member] = groups;
    groups += 1;
  }
}
