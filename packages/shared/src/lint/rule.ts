/**
 * A lint rule: what it looks for, and for people why it matters and what to do. Rules only read; what they find is data.
 * Each has its folder with flows it finds something in (`invalid-*.json`) and flows it does not (`valid-*.json`).
 */
import type { Analysis } from "./analyse.ts";
import type { Finding, Severity } from "./finding.ts";
import type { LintGraph } from "./graph.ts";
import type { Loops } from "./loops.ts";
import type { Variables } from "./variables.ts";

export interface RuleContext {
  graph: LintGraph;
  analysis: Analysis;
  loops: Loops;
  variables: Variables;
  /** Can a session get to this node by the edges that are drawn? */
  isReachable(node: number): boolean;
}

export interface LintRule {
  /** Reads as the finding. */
  code: string;
  title: string;
  /** For the page of the rule: why it matters, and what to do. */
  why: string;
  whatToDo: string;
  find(context: RuleContext): Finding[];
}

/** A finding at a node, certain unless said otherwise. */
export function finding(
  graph: LintGraph,
  node: number | null,
  code: string,
  severity: Severity,
  message: string,
  more: Partial<Finding> = {},
): Finding {
  return {
    code,
    severity,
    certainty: "certain",
    entryDependent: false,
    node: node === null ? null : graph.nodes[node]!.node.id,
    message,
    fixes: [],
    ...more,
  };
}

/** What node types say about their own config under this code. */
export function fromProblems({ graph }: RuleContext, code: string): Finding[] {
  return graph.nodes.flatMap((node, position) =>
    node.problems
      .filter((problem) => problem.code === code)
      .map((problem) =>
        finding(graph, position, code, problem.severity ?? "error", `**${node.name}**: ${problem.message}`),
      ),
  );
}

/** "**Early access**" */
export function named(graph: LintGraph, node: number): string {
  return `**${graph.nodes[node]!.name}**`;
}
