/**
 * What the walks (explore.ts) say about each node: can its send be held or refused, surely or only perhaps, does that rest
 * on how the contact came in, and a path that shows it.
 */
import type { Policy } from "../caps/policy.ts";
import { type Arrival, Arrivals } from "./arrivals.ts";
import type { Linked } from "./calls.ts";
import { changedGroups, type Walked } from "./changed-groups.ts";
import { type EdgeWindow, EdgeWindows } from "./edge-windows.ts";
import { EntryDependence } from "./entry-dependence.ts";
import { type Scene, type Start, Walk } from "./explore.ts";
import { type FailingInCall, type Site, siteKey, sitesOf } from "./failures-in-calls.ts";
import type { LintGraph } from "./graph.ts";
import { measure } from "./path-length.ts";
import { ShownPaths } from "./shown-paths.ts";
import type { StepOptions } from "./steps.ts";
import { type Verdicts, verdicts } from "./verdicts.ts";
import { ownOrder, walkOrder } from "./walk-order.ts";
import { type Concrete, MOST_STEPS, witnessOf } from "./witness.ts";

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

interface Walks {
  /** Nobody speaks unasked. */
  silent: Walk;
  full: Walk;
  /** As people see it: nothing is blocked and nobody speaks unasked. */
  seen: Walk;
}

/** The analysis of one flow under one policy, kept from edit to edit. */
export class Analyst {
  readonly #policy: Policy;
  readonly #gate: Verdicts;
  readonly #arrivals = new Arrivals();
  readonly #edges = new EdgeWindows();
  readonly #depends: EntryDependence;
  readonly #paths: ShownPaths;
  #walks: Walks | null = null;
  #failures = new Map<number, Failure>();
  #pass = 0;
  #last: Walked | null = null;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#gate = verdicts(policy);
    this.#depends = new EntryDependence(this.#options(false, false));
    this.#paths = new ShownPaths(policy);
  }

  /** `prefersLoop`: of several paths to this node, one that has been there before is the one to show. */
  analyse(graph: LintGraph, linked: Linked, prefersLoop: (node: number) => boolean): Analysis {
    this.#pass += 1;
    const scene = this.#scene(graph, linked);
    const walks = this.#walk(scene);
    const { silent, full, seen } = walks;
    const depends = this.#depends.update(scene, seen);
    const failures: Failure[] = [];
    const known = this.#failures;
    this.#failures = new Map();
    for (let node = 0; node < graph.nodes.length; node += 1) {
      if (!full.failing[node]) continue;
      const failure = {
        node,
        inside: null,
        certain: silent.failing[node] !== undefined && silent.passing[node] === 0,
        entryDependent: depends(node, null),
        concrete: this.#paths.at(node, linked, scene.order, silent, full, prefersLoop(node), this.#pass),
      };
      const before = known.get(node);
      const same = before && isSame(before, failure) ? before : failure;
      this.#failures.set(node, same);
      failures.push(same);
    }
    if (full.calls.length > 0) failures.push(...this.#failuresInCalls(linked, walks, depends));
    const touched = [...seen.touched, ...full.touched];
    return {
      failures,
      arrivals: this.#arrivals.update(graph, scene, touched, seen, full),
      edges: this.#edges.update(graph, touched, seen, full),
      walked: full.walked,
    };
  }

  #options(speaks: boolean, blocks: boolean): StepOptions {
    return { policy: this.#policy, verdicts: this.#gate, speaks, blocks };
  }

  #scene(graph: LintGraph, linked: Linked): Scene {
    const { entries, lines, nodes } = graph;
    const starts = entries.map((node): Start => ({ node, startedBy: nodes[node]!.facts.entry!.startedBy }));
    const isAlone = linked.regions.length === 0;
    const order = isAlone ? ownOrder(graph) : walkOrder(linked, entries);
    const now: Walked = { nodes: linked.nodes, order };
    const changed = this.#last && changedGroups(now, this.#last);
    this.#last = now;
    return {
      linked,
      starts,
      order,
      changed,
      consentsIn: isAlone ? lines.once("consent is given", () => consentsIn(linked)) : consentsIn(linked),
      pass: this.#pass,
    };
  }

  #walk(scene: Scene): Walks {
    const walks = this.#walks;
    if (walks) for (const walk of [walks.silent, walks.full, walks.seen]) walk.update(scene);
    this.#walks = walks ?? {
      silent: new Walk(scene, this.#options(false, true)),
      full: new Walk(scene, this.#options(true, true)),
      seen: new Walk(scene, this.#options(false, false)),
    };
    return this.#walks;
  }

  #failuresInCalls(
    linked: Linked,
    { silent, full }: Walks,
    depends: (node: number, inside: Site) => boolean,
  ): Failure[] {
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
          concrete: this.#firstConcrete(linked, [...(known?.failing ?? []), ...site.failing]),
        };
      });
  }

  #firstConcrete(linked: Linked, failing: readonly FailingInCall[]): Concrete | null {
    for (const one of failing.slice(0, MOST_TRIED)) {
      const items = [one.item, ...one.callers];
      if (!items.every((item) => item.isTold)) continue;
      for (const item of items) measure(item, this.#pass);
      if (items.reduce((sum, { length }) => sum + length, 0) > MOST_STEPS) continue;
      const concrete = witnessOf(linked, one, one.callers, this.#policy);
      if (concrete) return concrete;
    }
    return null;
  }
}

/** Looking for a path to show ends here; mostly the first one does. */
const MOST_TRIED = 64;

/** Can the contact take back an opt-out somewhere? */
function consentsIn({ nodes }: Linked): boolean {
  for (let node = 0; node < nodes.length; node += 1) if (nodes[node]!.consentsIn) return true;
  return false;
}

function isSame(a: Failure, b: Failure): boolean {
  return a.certain === b.certain && a.entryDependent === b.entryDependent && a.concrete === b.concrete;
}
