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
  #seen: Uint8Array = new Uint8Array(0);
  #record: Record<string, EdgeWindow> = Object.create(null);

  update({ flow, nodes, leaving }: LintGraph, ordinary: Exploration, full: Exploration): Record<string, EdgeWindow> {
    const { edges } = flow;
    const seen = new Uint8Array(edges.length);
    let isSame = edges === this.#edges;
    for (let at = 0; at < seen.length; at += 1) {
      const source = leaving.sources[at]!;
      if (source >= 0) {
        const { ways } = nodes[source]!;
        for (let way = 0; way < ways.length; way += 1) {
          if (ways[way]!.edge !== edges[at]) continue;
          seen[at]! |= courseOf(ways, way, ordinary.times[source], full.times[source])?.windows ?? 0;
        }
      }
      isSame &&= seen[at] === this.#seen[at];
    }
    this.#edges = edges;
    this.#seen = seen;
    if (isSame) return this.#record;
    this.#record = Object.create(null) as Record<string, EdgeWindow>;
    for (let at = 0; at < seen.length; at += 1) this.#record[edges[at]!.id] = NAMES[seen[at]!]!;
    return this.#record;
  }
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
