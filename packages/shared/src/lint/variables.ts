/** Which variables are surely set when a node is reached: on every way to it, whatever happened (forward, by intersection). */
import type { LintGraph } from "./graph.ts";

export interface Variables {
  /** Null: the node is not reached by any edge. */
  surelySet(node: number): ReadonlySet<string> | null;
  /** Written by some node, or declared by the document. */
  isKnown(name: string): boolean;
}

export function variables(graph: LintGraph): Variables {
  const declared = new Set((graph.flow.variables ?? []).map((variable) => variable.name));
  const written = new Set(graph.nodes.flatMap((node) => node.facts.writes));
  const sets: (Set<string> | null)[] = graph.nodes.map(() => null);
  const open: number[] = [];
  for (const entry of graph.entries) {
    // Whoever starts a session by API or campaign may hand in what the document declares.
    sets[entry] = new Set(graph.nodes[entry]!.facts.entry!.startedBy === "business" ? declared : []);
    open.push(entry);
  }
  for (let next = 0; next < open.length; next += 1) {
    const at = open[next]!;
    const node = graph.nodes[at]!;
    const here = sets[at]!;
    for (const { way, target } of node.ways) {
      if (target < 0) continue;
      if (meet(sets, target, here, way.writes === false ? [] : node.facts.writes)) open.push(target);
    }
  }
  return { surelySet: (node) => sets[node] ?? null, isKnown: (name) => written.has(name) || declared.has(name) };
}

function meet(
  sets: (Set<string> | null)[],
  target: number,
  here: ReadonlySet<string>,
  more: readonly string[],
): boolean {
  const known = sets[target];
  if (!known) {
    sets[target] = new Set([...here, ...more]);
    return true;
  }
  let lost = false;
  for (const name of known) {
    if (here.has(name) || more.includes(name)) continue;
    known.delete(name);
    lost = true;
  }
  return lost;
}
