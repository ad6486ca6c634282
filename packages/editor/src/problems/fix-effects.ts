/** What each quick fix of a finding would do, found by doing it to a copy and checking that. */
import type { FlowDocument, FlowEdge } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { diffFindings } from "@sluice/shared/lint/diff-findings";
import type { Finding, Severity } from "@sluice/shared/lint/finding";
import { applyFix } from "@sluice/shared/lint/fixes/apply-fix";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { cardOf } from "../canvas/card.ts";
import type { LintQuestion } from "../canvas/flow-lint.ts";
import { count } from "../ui/say-time.ts";

export interface FixEffect {
  id: string;
  title: string;
  document: FlowDocument;
  /** "clears 2 warnings, leaves a note" */
  effect: string;
  /** "1 error, 1 warning", "no problems" */
  after: string;
  /** What is drawn anew, and what goes: edges, and nodes without any. */
  added: readonly string[];
  removed: readonly string[];
  /** Ids. */
  newNodes: readonly string[];
}

/** Those that really clear it; there may be none although the finding names some, when the flow is about to be checked again. */
export function fixEffects(flow: FlowDocument, finding: Finding, question: LintQuestion): FixEffect[] {
  const before = active(lintFlow(flow, question).findings);
  const known = new Set(flow.nodes.map((node) => node.id));
  return finding.fixes.flatMap(({ id, title }) => {
    const document = applyFix(flow, finding, id, question);
    if (!document) return [];
    const after = active(lintFlow(document, question).findings);
    return [
      {
        id,
        title,
        document,
        effect: sayEffect(before, after),
        after: sayLeft(after),
        added: parts(document, flow),
        removed: parts(flow, document),
        newNodes: document.nodes.flatMap((node) => (known.has(node.id) ? [] : [node.id])),
      },
    ];
  });
}

const active = (findings: readonly Finding[]) => findings.filter((finding) => !finding.suppressed);

function sayEffect(before: readonly Finding[], after: readonly Finding[]): string {
  const { appeared, gone, changed } = diffFindings(before, after);
  const turned = changed.filter((change) => change.before.severity !== change.after.severity);
  const went = [...gone, ...turned.map((change) => change.before)];
  const came = [...appeared, ...turned.map((change) => change.after)];
  const cleared = tally(went, ["error", "warning"]);
  const brought = tally(came, ["error", "warning"]);
  const notes = came.filter(({ severity }) => severity === "info").length;
  return [
    ...(cleared ? [`clears ${cleared}`] : []),
    ...(notes > 0 ? [`leaves ${notes === 1 ? "a note" : count(notes, "note")}`] : []),
    ...(brought ? [`brings ${brought}`] : []),
  ].join(", ");
}

const sayLeft = (findings: readonly Finding[]) =>
  tally(findings, ["error", "warning"], ", ") || tally(findings, ["info"]) || "no problems";

const WORDS: Record<Severity, string> = { error: "error", warning: "warning", info: "note", hint: "hint" };

function tally(findings: readonly Finding[], severities: readonly Severity[], and = " and "): string {
  return severities
    .map((severity) => ({ severity, number: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, WORDS[severity]))
    .join(and);
}

/** What `flow` has and `other` has not, in words: "Early access, by No answer, to Last hours". */
function parts(flow: FlowDocument, other: FlowDocument): string[] {
  const names = new Map(flow.nodes.map((node) => [node.id, node.title?.trim() || node.id]));
  const nameOf = (id: string) => names.get(id) ?? `“${id}”`;
  const context = flowContext(flow);
  const portOf = ({ source, sourceHandle }: FlowEdge) => {
    const node = flow.nodes.find((candidate) => candidate.id === source);
    const card = node && cardOf(node, context);
    return [...(card?.rows ?? []), ...(card?.spill ?? [])].find(({ id }) => id === sourceHandle)?.label ?? sourceHandle;
  };
  const key = (edge: FlowEdge) => JSON.stringify([edge.source, edge.sourceHandle, edge.target]);
  const known = new Map<string, number>();
  for (const edge of other.edges) known.set(key(edge), (known.get(key(edge)) ?? 0) + 1);
  const edges = flow.edges.filter((edge) => {
    const left = known.get(key(edge)) ?? 0;
    known.set(key(edge), left - 1);
    return left <= 0;
  });
  const elsewhere = new Set(other.nodes.map((node) => node.id));
  const touched = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const nodes = flow.nodes.filter((node) => !elsewhere.has(node.id) && !touched.has(node.id));
  return [
    ...nodes.map((node) => nameOf(node.id)),
    ...edges.map((edge) => `${nameOf(edge.source)}, by ${portOf(edge)}, to ${nameOf(edge.target)}`),
  ];
}
