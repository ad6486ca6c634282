/**
 * What the walks (explore.ts) say about each node: can its send be held or refused, surely or only perhaps, does that rest
 * on how the contact came in, and a path that shows it.
 */
import type { Policy } from "../caps/policy.ts";
import { type Arrival, arrivals } from "./arrivals.ts";
import type { Linked } from "./calls.ts";
import { type Exploration, explore, type Item } from "./explore.ts";
import { type FailingInCall, type Site, siteKey, sitesOf } from "./failures-in-calls.ts";
import type { LintGraph } from "./graph.ts";
import { verdicts } from "./verdicts.ts";
import { waysTable } from "./ways-table.ts";
import { type Concrete, witnessOf } from "./witness.ts";

export type EdgeWindow = "wet" | "perhaps" | "dry" | "unreached";

export interface Failure {
  /** Of the flow itself: the node, or the one from which the flow is called that shows it. */
  node: number;
  /** In a called flow: its node, in the list of all nodes (calls.ts). */
  inside: number | null;
  /** Every way that reaches the node shows it, as long as nobody speaks unasked (L3). */
  certain: boolean;
  entryDependent: boolean;
  /** Null when no single path can be read off the analysis. */
  concrete: Concrete | null;
}

export interface Analysis {
  /** Sends that would be held (D2, D6) or refused (D9), in the order of the nodes. */
  failures: readonly Failure[];
  arrivals: Record<string, Arrival>;
  edges: Record<string, EdgeWindow>;
  walked: number;
}

type Start = { node: number; startedBy: "contact" | "business" };

/** More entries than this are not compared one by one. */
const MOST_COMPARED = 8;

/** `prefersLoop`: of several paths to this node, one that has been there before is the one to show. */
export function analyse(
  graph: LintGraph,
  linked: Linked,
  policy: Policy,
  prefersLoop: (node: number) => boolean,
): Analysis {
  const gate = verdicts(policy);
  const starts = graph.entries.map((node): Start => ({ node, startedBy: graph.nodes[node]!.facts.entry!.startedBy }));
  const run = (from: readonly Start[], speaks: boolean, blocks: boolean) =>
    explore(graph, linked, { policy, verdicts: gate, starts: from, speaks, blocks });
  const silent = run(starts, false, true);
  const full = run(starts, true, true);
  // As people see it: nothing is blocked and nobody speaks unasked.
  const seen = run(starts, false, false);
  const failures: Failure[] = [];
  const depends = entryDependence(starts, seen, (from) => run(from, false, false));
  for (let node = 0; node < graph.nodes.length; node += 1) {
    const failing = full.failing[node];
    if (!failing) continue;
    const plain = silent.failing[node] ?? [];
    const shown = ordered([...plain, ...failing], node, prefersLoop(node));
    failures.push({
      node,
      inside: null,
      certain: plain.length > 0 && silent.passing[node] === 0,
      entryDependent: depends(node, null),
      concrete: firstConcrete(
        linked,
        policy,
        shown.map((item) => ({ item, callers: [] })),
      ),
    });
  }
  failures.push(...failuresInCalls(linked, policy, silent, full, depends));
  return {
    failures,
    arrivals: arrivals(graph, linked, starts, seen, full),
    edges: edgeWindows(graph, seen, full),
    walked: full.walked,
  };
}

function failuresInCalls(
  linked: Linked,
  policy: Policy,
  silent: Exploration,
  full: Exploration,
  depends: (node: number, inside: Site) => boolean,
): Failure[] {
  if (full.calls.length === 0) return [];
  const plain = sitesOf(silent);
  const failing = [...sitesOf(full).values()].filter((site) => site.failing.length > 0);
  return failing
    .sort((one, other) => one.from - other.from || one.node - other.node)
    .map((site) => {
      const known = plain.get(siteKey(site.from, site.node));
      return {
        node: site.from,
        inside: site.node,
        certain: known !== undefined && known.failing.length > 0 && !known.passes,
        entryDependent: depends(site.from, site),
        concrete: firstConcrete(linked, policy, [...(known?.failing ?? []), ...site.failing]),
      };
    });
}

/** Looking for a path to show ends here; mostly the first one does. */
const MOST_TRIED = 64;

function firstConcrete(linked: Linked, policy: Policy, failing: readonly FailingInCall[]): Concrete | null {
  for (const { item, callers } of failing.slice(0, MOST_TRIED)) {
    const concrete = witnessOf(linked, item, callers, policy);
    if (concrete) return concrete;
  }
  return null;
}

function ordered(failing: readonly Item[], node: number, loopFirst: boolean): readonly Item[] {
  if (!loopFirst) return failing;
  const loops = failing.filter((item) => hasBeenAt(item, node));
  return [...loops, ...failing.filter((item) => !loops.includes(item))];
}

function hasBeenAt(item: Item, node: number): boolean {
  for (let before = item.parent; before; before = before.parent)
    if (before.node === node && before.way >= 0) return true;
  return false;
}

/** In the ordinary course, is it shown to people who came in one way, and not to those who came in another? */
function entryDependence(
  starts: readonly Start[],
  seen: Exploration,
  run: (starts: readonly Start[]) => Exploration,
): (node: number, inside: Site | null) => boolean {
  let others: Exploration[] | null = null;
  const sites = new Map<Exploration, ReadonlyMap<string, Site>>();
  const isReached = (exploration: Exploration, node: number, inside: Site | null): boolean =>
    inside ? siteIn(exploration, inside) !== undefined : exploration.streaks[node] !== 0;
  const isFailing = (exploration: Exploration, node: number, inside: Site | null): boolean =>
    inside ? (siteIn(exploration, inside)?.failing.length ?? 0) > 0 : exploration.failing[node] !== undefined;
  function siteIn(exploration: Exploration, { from, node }: Site): Site | undefined {
    const known = sites.get(exploration) ?? sitesOf(exploration);
    sites.set(exploration, known);
    return known.get(siteKey(from, node));
  }
  return (node, inside) => {
    if (!isFailing(seen, node, inside)) return false;
    others ??= compared(starts).map(run);
    return others.some((other) => isReached(other, node, inside) && !isFailing(other, node, inside));
  };
}

/** Each entry alone, and all of them as if the contact had written first. */
function compared(starts: readonly Start[]): Start[][] {
  const alone = starts.length > 1 ? starts.slice(0, MOST_COMPARED).map((start) => [start]) : [];
  const written = starts.some((start) => start.startedBy === "business")
    ? [starts.map((start): Start => ({ ...start, startedBy: "contact" }))]
    : [];
  return [...alone, ...written];
}

/** What holds in the ordinary course of things, or, where only a block or a word unasked leads, then. */
function edgeWindows(graph: LintGraph, ordinary: Exploration, full: Exploration): Record<string, EdgeWindow> {
  const windows: Record<string, EdgeWindow> = Object.create(null);
  for (let edge = 0; edge < graph.flow.edges.length; edge += 1) windows[graph.flow.edges[edge]!.id] = "unreached";
  const { start } = graph.lines.once("ways", () => waysTable(graph.nodes));
  for (let node = 0; node < graph.nodes.length; node += 1) {
    const { ways } = graph.nodes[node]!;
    for (let way = 0; way < ways.length; way += 1) {
      const { edge } = ways[way]!;
      const at = start[node]! + way;
      const seen = edge ? (ordinary.times[at]?.windows ?? full.times[at]?.windows ?? 0) : 0;
      if (edge && seen > 0) windows[edge.id] = seen === 1 ? "wet" : seen === 2 ? "dry" : "perhaps";
    }
  }
  return windows;
}
