/** How soon a session can get from one node to others: the least time over all ways, in milliseconds. */
import type { Duration } from "../time/duration.ts";
import type { LintGraph, LintWay } from "./graph.ts";

export interface Reached {
  node: number;
  after: Duration;
  /** A condition, a split or a person decided on the way. */
  chosen: boolean;
}

/** Nodes on the way that are looked at, at most; beyond, a rule of thumb says nothing. */
const MOST_VISITED = 2_000;

/**
 * Nodes that can be reached from behind `from` before `limit`, soonest first. `takes` says which ways count, `stops` at
 * which nodes the walk ends (they are reached, but not walked through).
 */
export function soonest(
  graph: LintGraph,
  from: readonly LintWay[],
  limit: Duration,
  takes: (way: LintWay) => boolean,
  stops: (node: number) => boolean,
): Reached[] {
  const best = new Map<number, Reached>();
  const open: Reached[] = [];
  const offer = ({ way, target }: LintWay, before: Duration, chosen: boolean) => {
    const after = before + way.min;
    if (target < 0 || after >= limit || after >= (best.get(target)?.after ?? Number.POSITIVE_INFINITY)) return;
    const reached = { node: target, after, chosen: chosen || way.chosenBy !== undefined };
    best.set(target, reached);
    open.push(reached);
  };
  for (const way of from) if (takes(way)) offer(way, 0, false);
  for (let visited = 0; open.length > 0 && visited < MOST_VISITED; visited += 1) {
    let soon = 0;
    for (let position = 1; position < open.length; position += 1)
      if (open[position]!.after < open[soon]!.after) soon = position;
    const [reached] = open.splice(soon, 1);
    if (!reached || best.get(reached.node) !== reached || stops(reached.node)) continue;
    for (const way of graph.nodes[reached.node]!.ways) if (takes(way)) offer(way, reached.after, reached.chosen);
  }
  return [...best.values()].sort((a, b) => a.after - b.after);
}
