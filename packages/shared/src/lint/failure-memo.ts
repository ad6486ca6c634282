/** What rules said of failures, kept for as long as the failure and every node that is named in its sentence are the same. */
import type { Failure } from "./analyse.ts";
import type { Linked } from "./calls.ts";
import type { Finding } from "./finding.ts";
import type { LintNode } from "./graph.ts";
import type { ShownFailure } from "./shown-failure.ts";

interface Said {
  /** Positions of the nodes that are named, and what stood there. */
  positions: readonly number[];
  nodes: readonly LintNode[];
  isInLoop: boolean;
  findings: readonly Finding[];
}

export class FailureMemo {
  readonly #said = new WeakMap<object, WeakMap<Failure, Said>>();

  /** What `ask` finds about each failure; `key` stands for who asks. */
  findings(
    key: object,
    shown: readonly ShownFailure[],
    calls: Linked,
    ask: (shown: ShownFailure) => readonly Finding[],
  ): Finding[] {
    let said = this.#said.get(key);
    if (!said) {
      said = new WeakMap();
      this.#said.set(key, said);
    }
    const all: Finding[] = [];
    // Nodes of called flows are new objects in every walk.
    const canKeep = calls.regions.length === 0;
    for (const one of shown) {
      const known = canKeep ? said.get(one.failure) : undefined;
      const findings = known && holds(known, one, calls.nodes) ? known.findings : ask(one);
      if (canKeep && findings !== known?.findings) said.set(one.failure, noted(one, calls.nodes, findings));
      for (const finding of findings) all.push(finding);
    }
    return all;
  }
}

function holds({ positions, nodes, isInLoop }: Said, shown: ShownFailure, now: readonly LintNode[]): boolean {
  if (isInLoop !== shown.isInLoop) return false;
  for (let at = 0; at < positions.length; at += 1) if (nodes[at] !== now[positions[at]!]) return false;
  return true;
}

function noted({ failure, isInLoop }: ShownFailure, now: readonly LintNode[], findings: readonly Finding[]): Said {
  const { concrete } = failure;
  const named = new Set([failure.node]);
  if (concrete) {
    for (const { node } of concrete.assumes) named.add(node);
    if (concrete.lastMarketing !== null) named.add(concrete.lastMarketing);
    // A fix looks at the edge by which the path arrives.
    if (concrete.before !== null) named.add(concrete.before);
  }
  const positions = findings.length === 0 ? [failure.node] : [...named];
  return { positions, nodes: positions.map((position) => now[position]!), isInLoop, findings };
}
