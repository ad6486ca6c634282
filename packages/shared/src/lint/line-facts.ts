/** What follows from the lines of a graph and is asked node by node: who is reached, and which variables are set there. */
import type { LintGraph } from "./graph.ts";
import { sayTheSame, type Variables, variables } from "./variables.ts";
import { ownOrder } from "./walk-order.ts";

export interface LineFacts {
  /** -1 for each node that nobody gets to (walk-order.ts). */
  depth: Int32Array;
  variables: Variables;
  hasEntry: boolean;
}

export const NO_VARIABLES: Variables = { isSurelySet: () => null, isKnown: () => true };

/** Where they are other than before the edit, findings that rest on them are forgotten. */
export function lineFacts(graph: LintGraph): LineFacts {
  return graph.lines.once("facts", () => {
    const last: { facts: LineFacts | null } = graph.kept.once("line facts", () => ({ facts: null }));
    const facts = { depth: ownOrder(graph).depth, variables: variables(graph), hasEntry: graph.entries.length > 0 };
    const before = last.facts;
    if (!before || before.hasEntry !== facts.hasEntry) graph.memo.forgetAll();
    else {
      for (let node = 0; node < graph.nodes.length; node += 1) {
        const same = (before.depth[node] === -1) === (facts.depth[node] === -1);
        if (!same || !sayTheSame(graph, node, before.variables, facts.variables)) graph.memo.forget(node);
      }
    }
    last.facts = facts;
    return facts;
  });
}
