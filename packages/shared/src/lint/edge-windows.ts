/** The window along each edge when nobody speaks unasked. */
import type { FlowEdge } from "../flow/document.ts";
import type { Exploration } from "./explore.ts";
import type { LintGraph, LintWay } from "./graph.ts";
import type { EdgeTimes } from "./item.ts";

export type EdgeWindow = "wet" | "perhaps" | "dry" | "unreached";

const NAMES: readonly EdgeWindow[] = ["unreached", "wet", "dry", "perhaps"];

/** Kept from edit to edit: the same record while nothing in it changes. */
export class EdgeWindows {
  #edges: readonly FlowEdge[] = [];
  #record: Record<string, EdgeWindow> = Object.create(null);

  /** `touched`: nodes from which something else may lead. */
  update(
    graph: LintGraph,
    touched: readonly number[],
    ordinary: Exploration,
    full: Exploration,
  ): Record<string, EdgeWindow> {
    const { edges } = graph.flow;
    if (edges === this.#edges && touched.every((node) => this.#saysSo(graph, node, ordinary, full)))
      return this.#record;
    this.#edges = edges;
    this.#record = Object.create(null) as Record<string, EdgeWindow>;
    for (let at = 0; at < edges.length; at += 1) {
      const edge = edges[at]!;
      const source = graph.leaving.sources[at]!;
      this.#record[edge.id] = source < 0 ? "unreached" : windowAlong(graph, source, edge, ordinary, full);
    }
    return this.#record;
  }

  #saysSo(graph: LintGraph, node: number, ordinary: Exploration, full: Exploration): boolean {
    const edges = graph.nodes[node]?.edges ?? [];
    return edges.every((edge) => this.#record[edge.id] === windowAlong(graph, node, edge, ordinary, full));
  }
}

function windowAlong(
  { nodes }: LintGraph,
  node: number,
  edge: FlowEdge,
  ordinary: Exploration,
  full: Exploration,
): EdgeWindow {
  const { ways } = nodes[node]!;
  let seen = 0;
  for (let way = 0; way < ways.length; way += 1) {
    if (ways[way]!.edge === edge) seen |= courseOf(ways, way, ordinary.times[node], full.times[node])?.windows ?? 0;
  }
  return NAMES[seen]!;
}

type Times = readonly (EdgeTimes | undefined)[] | undefined;

/** The times of a way in the ordinary course of things, or, where only a block or a word unasked leads along its edge, then. */
export function courseOf(ways: readonly LintWay[], way: number, ordinary: Times, full: Times): EdgeTimes | undefined {
  const own = ordinary?.[way];
  if (own || !ordinary) return own ?? full?.[way];
  const { edge } = ways[way]!;
  for (let other = 0; edge && other < ways.length; other += 1) {
    if (ways[other]!.edge === edge && ordinary[other]) return undefined;
  }
  return full?.[way];
}
