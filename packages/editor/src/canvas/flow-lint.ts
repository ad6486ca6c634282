import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Finding, Severity } from "@sluice/shared/lint/finding";
import { type LintOptions, type LintReport, lintFlow } from "@sluice/shared/lint/lint-flow";
import { useEffect, useMemo, useRef, useState } from "react";

/** Is the person's window open where this edge leads? */
export type EdgeWindow = LintReport["edges"][string];

export interface FlowLint {
  report: LintReport;
  /** Errors first, then by reading order; suppressed ones last. */
  findings: readonly Finding[];
  byNode: ReadonlyMap<string, readonly Finding[]>;
  windowOf(edge: string): EdgeWindow;
}

/** Pause after the last change; lint itself is faster than a keystroke. */
const PAUSE = 60;

/** What lint is asked with: the account's templates, the channel's gate and rules, and the flows that are called. */
export type LintQuestion = Pick<LintOptions, "templates" | "gate" | "ruleSet" | "flows">;

/** The findings of the document, computed anew a moment after each change. */
export function useFlowLint(flow: FlowDocument, question: LintQuestion, order: readonly string[]): FlowLint {
  const [report, setReport] = useState(() => lintFlow(flow, question));
  const checked = useRef<readonly unknown[]>([flow, question]);
  useEffect(() => {
    if (checked.current[0] === flow && checked.current[1] === question) return;
    const timer = setTimeout(() => {
      checked.current = [flow, question];
      setReport(lintFlow(flow, question));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [flow, question]);
  return useMemo(() => inOrder(report, order), [report, order]);
}

/** What tells one finding from another, also after the flow was checked again. */
export function findingKey(finding: Finding): string {
  return [finding.code, finding.node, finding.inside?.node, finding.port, finding.certainty, finding.message].join("|");
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2, hint: 3 };

function inOrder(report: LintReport, order: readonly string[]): FlowLint {
  const place = new Map(order.map((id, index) => [id, index]));
  const rank = (finding: Finding) =>
    (finding.suppressed ? 1e9 : 0) +
    RANK[finding.severity] * 1e7 +
    (finding.node === null ? 0 : (place.get(finding.node) ?? 1e6));
  const findings = report.findings.toSorted((left, right) => rank(left) - rank(right));
  const byNode = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.node === null || finding.suppressed) continue;
    const list = byNode.get(finding.node);
    if (list) list.push(finding);
    else byNode.set(finding.node, [finding]);
  }
  return { report, findings, byNode, windowOf: (edge) => report.edges[edge] ?? "dry" };
}

/** Codes of findings that say the gate would hold the send. */
const HELD_CODES = new Set(["sequential-marketing", "marketing-loop"]);

export function holdsAtGate(finding: Finding): boolean {
  return HELD_CODES.has(finding.code);
}
