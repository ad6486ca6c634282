/** A send that would be held or refused, as findings speak of it: at its node, or at the call that leads to it. */
import type { Failure } from "./analyse.ts";
import type { Finding } from "./finding.ts";
import type { LintNode } from "./graph.ts";
import { loops } from "./loops.ts";
import type { RuleContext } from "./rule.ts";

export interface ShownFailure {
  failure: Failure;
  /** Where it shows; for a called flow, the node in that flow. */
  node: LintNode;
  /** Its position in the list of all nodes (calls.ts). */
  position: number;
  /** "**Early access**", or "**Early access** in **Win-back**, called at **Bring back**,". */
  says: string;
  inside: Pick<Finding, "inside">;
  /** In a cycle of its flow that nobody's answer breaks, and on which marketing goes out. */
  isInLoop: boolean;
}

export function shownFailures({
  graph,
  analysis,
  calls,
  loops: own,
}: Pick<RuleContext, "graph" | "analysis" | "calls" | "loops">): ShownFailure[] {
  return analysis.failures.map((failure) => {
    const at = `**${graph.nodes[failure.node]!.name}**`;
    const region = failure.inside === null ? null : calls.regionOf(failure.inside);
    if (failure.inside === null || !region) {
      const { node: position } = failure;
      const isInLoop = own.marketing(position);
      return { failure, node: graph.nodes[position]!, position, says: at, inside: {}, isInLoop };
    }
    const place = failure.inside - region.first;
    const { lines, nodes } = region.graph;
    const node = nodes[place]!;
    return {
      failure,
      node,
      position: failure.inside,
      says: `**${node.name}** in **${region.flow.name}**, called at ${at},`,
      inside: { inside: { flow: region.flow.id, node: node.node.id } },
      isInLoop: lines.once("loops", () => loops(region.graph)).marketing(place),
    };
  });
}
