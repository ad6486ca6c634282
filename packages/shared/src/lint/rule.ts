/**
 * A lint rule: what it looks for, and for people why it matters and what to do. Rules only read; what they find is data.
 * Each has its folder with flows it finds something in (`invalid-*.json`) and flows it does not (`valid-*.json`).
 */
import type { Analysis } from "./analyse.ts";
import type { Linked } from "./calls.ts";
import { FailureMemo } from "./failure-memo.ts";
import type { Finding, Severity } from "./finding.ts";
import type { LintGraph } from "./graph.ts";
import type { Loops } from "./loops.ts";
import type { ShownFailure } from "./shown-failure.ts";
import type { Variables } from "./variables.ts";

export interface RuleContext {
  graph: LintGraph;
  analysis: Analysis;
  /** The flow's nodes and those of the flows it calls. */
  calls: Linked;
  loops: Loops;
  /** Sends that would be held or refused, each with where it shows. */
  failures: readonly ShownFailure[];
  variables: Variables;
  /** Can a session get to this node by the edges that are drawn? */
  isReachable(node: number): boolean;
}

/** What a rule may look at that is asked node by node. */
export type NodeRuleContext = Pick<RuleContext, "graph" | "variables" | "isReachable">;

interface RuleText {
  /** Reads as the finding. */
  code: string;
  title: string;
  /** For the page of the rule: why it matters, and what to do. */
  why: string;
  whatToDo: string;
}

interface WholeRule {
  find(context: RuleContext): Finding[];
  /** Whether it finds anything rests on the shape alone; names only word it. Then it is not asked again for nothing. */
  onlyShape?: true;
  /** On the lines alone: how long anything takes does not matter either. */
  onlyLines?: true;
}

interface NodeRule {
  /**
   * What there is at one node, and is asked again when something changes that it may rest on: the node with what leaves it,
   * the templates, whether it is reached, and whether what it reads is surely set; not other nodes' names, texts or times.
   */
  findAt(context: NodeRuleContext, node: number): Finding[];
  /** It rests on the node and the templates only, wherever the edges lead and whatever other nodes do. */
  onlyNode?: true;
  /** What there is about the flow as a whole; asked every time. */
  findOnce?(context: NodeRuleContext): Finding[];
}

interface FailureRule {
  /**
   * What to say of a send that would be held or refused. It may name the node, the last marketing before it and what the path
   * assumes, and is asked again when one of these changes.
   */
  findFor(context: RuleContext, shown: ShownFailure): Finding[];
}

export type LintRule = RuleText & (WholeRule | NodeRule | FailureRule);

/** All that one rule finds, with what is still known from before the last edit. */
export function found(rule: LintRule, context: RuleContext): readonly Finding[] {
  const { graph } = context;
  if ("findAt" in rule) {
    const memo = rule.onlyNode ? graph.ownMemo : graph.memo;
    const findings = memo.findings(rule, graph.nodes.length, (node) => rule.findAt(context, node));
    return rule.findOnce ? [...rule.findOnce(context), ...findings] : findings;
  }
  if ("findFor" in rule) {
    const memo = graph.kept.once("what failures show", () => new FailureMemo());
    return memo.findings(rule, context.failures, context.calls, (shown) => rule.findFor(context, shown));
  }
  const rests = rule.onlyLines ? graph.lines : rule.onlyShape ? graph.shape : null;
  if (!rests) return rule.find(context);
  let findings: Finding[] | null = null;
  const isClean = rests.once(`${rule.code} finds nothing`, () => {
    findings = rule.find(context);
    return findings.length === 0;
  });
  return isClean ? [] : (findings ?? rule.find(context));
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

/** What the node's type says about its config under this code. */
export function fromProblems({ graph }: NodeRuleContext, position: number, code: string): Finding[] {
  const node = graph.nodes[position]!;
  if (node.problems.length === 0) return [];
  return node.problems
    .filter((problem) => problem.code === code)
    .map((problem) =>
      finding(graph, position, code, problem.severity ?? "error", `**${node.name}**: ${problem.message}`),
    );
}

/** "**Early access**" */
export function named(graph: LintGraph, node: number): string {
  return `**${graph.nodes[node]!.name}**`;
}
