/**
 * Everything lint knows about a flow, in one call: findings with their paths, the window along each edge, and what arrives
 * at each node. Never throws; a rule that crashes becomes a finding of its own. What was worked out is kept for the next edit, so
 * a document, its lists and its nodes are never changed in place after they were handed in.
 */
import { type Gate, type Policy, tighten } from "../caps/policy.ts";
import { CURRENT_RULE_SET, ruleSet } from "../caps/rule-sets.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { Template } from "../flow/template.ts";
import { nodeType } from "../nodes/registry.ts";
import { type Analysis, Analyst } from "./analyse.ts";
import type { Arrival } from "./arrivals.ts";
import { calledFlows } from "./called-flows.ts";
import { unlinked } from "./calls.ts";
import type { EdgeWindow } from "./edge-windows.ts";
import { type Finding, SEVERITIES } from "./finding.ts";
import { withFixes } from "./fixes/offered-fixes.ts";
import type { LintGraph } from "./graph.ts";
import { lintGraph } from "./graph-edit.ts";
import { type LineFacts, lineFacts, NO_VARIABLES } from "./line-facts.ts";
import { type Loops, loops } from "./loops.ts";
import type { NodeTypes } from "./prepare-node.ts";
import { found, type LintRule, type RuleContext } from "./rule.ts";
import { lintRules } from "./rules.ts";
import { shownFailures } from "./shown-failure.ts";

export interface LintOptions {
  /** Default: strict. */
  gate?: Gate;
  /** Id of a rule set; default, also for an unknown one: the current. */
  ruleSet?: string;
  /** What the account says now; replaces the file's own copies (D16). */
  templates?: readonly Template[];
  nodeTypes?: NodeTypes;
  /**
   * Other flows, for calls, as they would run: those that are published, or are going to be. What a call of any other does is
   * not known, and is taken to be anything. The flow itself need not be among them.
   */
  flows?: readonly FlowDocument[];
  /** Default: all. */
  rules?: readonly LintRule[];
}

export interface LintReport {
  /** Errors first, then in the order of the document; suppressed ones are marked, not left out. */
  findings: Finding[];
  /** Different states (streak, window, times) in which nodes were reached and left: every path of model M is one of them. */
  pathsChecked: number;
  /** The window along each edge, by edge id, when nobody speaks unasked. */
  edges: Record<string, EdgeWindow>;
  /** What arrives, by node id; nodes that nobody reaches are missing. */
  arrivals: Record<string, Arrival>;
}

export function lintFlow(flow: FlowDocument, options: LintOptions = {}): LintReport {
  const crashes: Finding[] = [];
  const graph = attempt("the graph", crashes, () =>
    lintGraph(flow, options.templates ?? NO_TEMPLATES, options.nodeTypes ?? nodeType),
  );
  if (!graph) return { findings: crashes, pathsChecked: 0, edges: {}, arrivals: {} };
  const { shape, lines } = graph;
  const cycles = attempt("loops", crashes, () => lines.once("loops", () => loops(graph))) ?? NO_LOOPS;
  const policy = policyOf(flow, options);
  const calls = attempt("calls", crashes, () =>
    calledFlows(graph, {
      flows: options.flows ?? NO_FLOWS,
      templates: options.templates ?? NO_TEMPLATES,
      nodeTypes: options.nodeTypes ?? nodeType,
      policyOf: (called) => policyOf(called, options),
    }),
  ) ?? { linked: unlinked(graph), key: "" };
  const analysis =
    attempt("the analysis", crashes, () =>
      shape.once(`${policyKey(policy)} ${calls.key}`, () =>
        withAnalyst(graph, policy, (analyst) => analyst.analyse(graph, calls.linked, cycles.marketing)),
      ),
    ) ?? NO_ANALYSIS;
  const around = { graph, analysis, calls: calls.linked, loops: cycles };
  const failures = attempt("failures", crashes, () => shownFailures(around)) ?? [];
  const reach = attempt("variables", crashes, () => lineFacts(graph)) ?? NO_LINES;
  const context: RuleContext = {
    ...around,
    failures,
    variables: reach.variables,
    isReachable: (node) => (reach.depth[node] ?? -1) >= 0,
  };
  const findings: Finding[] = [];
  for (const rule of options.rules ?? lintRules) {
    for (const finding of attempt(rule.code, crashes, () => found(rule, context)) ?? []) findings.push(finding);
  }
  return {
    findings: inOrder(graph, suppressed(flow, [...fixable(graph, findings, crashes), ...crashes])),
    pathsChecked: analysis.walked,
    edges: analysis.edges,
    arrivals: analysis.arrivals,
  };
}

const NO_TEMPLATES: readonly Template[] = [];
const NO_FLOWS: readonly FlowDocument[] = [];
const NO_LOOPS: Loops = { marketing: () => false };
const NO_ANALYSIS: Analysis = { failures: [], arrivals: {}, edges: {}, walked: 0 };
const NO_LINES: LineFacts = { depth: new Int32Array(0), variables: NO_VARIABLES, hasEntry: false };

/** The policy a flow is judged by: gate and rule set as asked, tightened by its own settings. */
export function policyOf(flow: FlowDocument, options: Pick<LintOptions, "gate" | "ruleSet">): Policy {
  const policy: Policy = {
    gate: options.gate ?? "strict",
    ruleSet: ruleSet(options.ruleSet ?? CURRENT_RULE_SET.id) ?? CURRENT_RULE_SET,
    frequencies: [],
    quietHours: [],
  };
  return tighten(policy, flow.settings);
}

function policyKey({ gate, ruleSet, frequencies, quietHours }: Policy): string {
  return `analysis ${gate} ${ruleSet.id} ${JSON.stringify([frequencies, quietHours])}`;
}

/** Under how many policies a flow is looked at in turn without beginning anew. */
const MOST_ANALYSTS = 3;

/** Lends the one who knows the flow from before the edit; whoever fails at it is not asked again. */
function withAnalyst<T>(graph: LintGraph, policy: Policy, work: (analyst: Analyst) => T): T {
  const analysts = graph.kept.once("analysts", () => new Map<string, Analyst>());
  const key = policyKey(policy);
  const analyst = analysts.get(key) ?? new Analyst(policy);
  analysts.delete(key);
  const result = work(analyst);
  analysts.set(key, analyst);
  for (const oldest of analysts.keys()) if (analysts.size > MOST_ANALYSTS) analysts.delete(oldest);
  return result;
}

/** Lint runs on every keystroke, over anything: a mistake in one rule must not take the others along. */
function attempt<T>(what: string, crashes: Finding[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    crashes.push({
      code: "lint-crashed",
      severity: "error",
      certainty: "certain",
      entryDependent: false,
      node: null,
      message: `Lint could not finish **${what}**, and that is our fault: ${said}. Other findings are complete.`,
      fixes: [],
    });
    return null;
  }
}

/** A finding is a new object when something changes that its fixes rest on. */
function fixable(graph: LintGraph, findings: readonly Finding[], crashes: Finding[]): readonly Finding[] {
  const known = graph.kept.once("fixes", () => new WeakMap<Finding, Finding>());
  const fixed = (finding: Finding): Finding => {
    const before = known.get(finding);
    if (before) return before;
    const now = withFixes(graph, finding);
    known.set(finding, now);
    return now;
  };
  return attempt("fixes", crashes, () => findings.map(fixed)) ?? findings;
}

function suppressed(flow: FlowDocument, findings: readonly Finding[]): Finding[] {
  if (!flow.suppressions?.length) return [...findings];
  const known = new Map(
    flow.suppressions.map((suppression) => [`${suppression.code}\n${suppression.node}`, suppression]),
  );
  return findings.map((finding) => {
    const suppression = finding.node === null ? undefined : known.get(`${finding.code}\n${finding.node}`);
    if (!suppression) return finding;
    const { reason, by, at } = suppression;
    return { ...finding, suppressed: { reason, by, at } };
  });
}

function inOrder(graph: LintGraph, findings: readonly Finding[]): Finding[] {
  const { length } = graph.nodes;
  const placed = findings.map((finding) => {
    const place = finding.node === null ? -1 : (graph.index.get(finding.node) ?? -1);
    return { finding, key: SEVERITIES.indexOf(finding.severity) * (length + 1) + place };
  });
  return placed.sort((a, b) => a.key - b.key).map(({ finding }) => finding);
}
