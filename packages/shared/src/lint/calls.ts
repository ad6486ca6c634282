/**
 * The flows that a flow calls, laid beside it: one list of nodes, so that one walk can go into a call and come back out of
 * it. Each called flow stands there once, however often it is called and also where it calls itself; which call is meant is
 * kept apart by the walk (call-context.ts). A way on which a called flow comes to its end leads to one of two nodes behind
 * its own, `returned` and `failed`, as in the engine (E-24).
 */
import type { Policy } from "../caps/policy.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { Way } from "../nodes/definition.ts";
import type { LintGraph, LintNode, LintWay } from "./graph.ts";
import { NOTHING } from "./prepare-node.ts";
import { type WaysTable, waysTable } from "./ways-table.ts";

/** A called flow in the list of nodes. */
export interface Region {
  flow: FlowDocument;
  graph: LintGraph;
  policy: Policy;
  /** Position of its first node. */
  first: number;
  /** Where calls come in (E-21), or -1. */
  entry: number;
  /** Where it has come to its end; the last two of its nodes. */
  returned: number;
  failed: number;
}

export interface Linked {
  /** Those of the flow that is looked at, then those of each flow that is called. */
  nodes: readonly LintNode[];
  regions: readonly Region[];
  /** Where the ways of all these nodes lead. */
  table: WaysTable;
  /** Null for the flow that is looked at. */
  regionOf(node: number): Region | null;
  /** What is called at this node; null: a flow that nobody has handed in. */
  calledAt(node: LintNode): Region | null;
}

export interface CalledFlow {
  graph: LintGraph;
  /** The gate and rule set that are asked about, tightened by its own settings (E-26). */
  policy: Policy;
}

/** `find`: the flow a call of this id would begin; null where it is not known. */
export function linked(graph: LintGraph, find: (id: string) => CalledFlow | null): Linked {
  const calls = graph.lines.once("calls", () => graph.nodes.some((node) => node.facts.calls));
  if (!calls) return unlinked(graph);
  const nodes = [...graph.nodes];
  const regions: Region[] = [];
  const byId = new Map<string, Region | null>();
  const open = [...nodes];
  for (let next = 0; next < open.length; next += 1) {
    const id = open[next]!.facts.calls?.flow;
    if (id === undefined || byId.has(id)) continue;
    const called = find(id);
    const region = called && regionAt(nodes.length, called);
    byId.set(id, region);
    if (!region) continue;
    regions.push(region);
    for (const node of region.graph.nodes) {
      const ways = waysIn(region, node);
      nodes.push({ ...node, ways });
      open.push(node);
    }
    nodes.push(exitNode("returned"), exitNode("failed"));
  }
  return {
    nodes,
    regions,
    table: waysTable(nodes),
    regionOf: (node) => regions.findLast(({ first }) => node >= first) ?? null,
    calledAt: (node) => byId.get(node.facts.calls?.flow ?? "") ?? null,
  };
}

/** A flow that calls none. */
export function unlinked({ nodes, lines }: LintGraph): Linked {
  const table = lines.once("ways", () => waysTable(nodes));
  return { nodes, regions: [], table, regionOf: () => null, calledAt: () => null };
}

function regionAt(first: number, { graph, policy }: CalledFlow): Region {
  const { entries, nodes, flow } = graph;
  const entry = entries.find((position) => nodes[position]!.facts.entry?.forCalls) ?? entries[0] ?? -1;
  const returned = first + nodes.length;
  return { flow, graph, policy, first, entry: entry < 0 ? -1 : first + entry, returned, failed: returned + 1 };
}

function waysIn(region: Region, node: LintNode): LintWay[] {
  const ways = node.ways.map((known): LintWay => {
    const target = known.target >= 0 ? region.first + known.target : exitBy(region, node, known.way);
    return { way: known.way, target, edge: known.edge };
  });
  if (node.facts.ends) ways.push({ way: ENDS, target: region.returned, edge: null });
  return ways;
}

/** A way that leads nowhere ends the called flow (E-24); where it keeps waiting or names a node that is gone, it does not. */
function exitBy(region: Region, node: LintNode, { port: id }: Way): number {
  const port = node.ports.find((candidate) => candidate.id === id);
  if (id === "" || port?.keepsWaiting) return -1;
  return port?.kind === "trouble" || id === "timeout" ? region.failed : region.returned;
}

const ENDS: Way = { port: "", after: "entry", min: 0, max: 0, interaction: false };

function exitNode(id: string): LintNode {
  return {
    node: { id, type: "", config: {} },
    name: id,
    definition: undefined,
    config: {},
    ports: [],
    facts: NOTHING,
    problems: [],
    edges: [],
    ways: [],
    hearsInPassing: false,
    consentsIn: false,
  };
}
