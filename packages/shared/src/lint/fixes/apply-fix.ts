/** Quick fixes, made and tried: only what really clears the finding is a fix (caps.md §7 L5). */
import type { FlowDocument } from "../../flow/document.ts";
import type { Finding } from "../finding.ts";
import { type LintOptions, lintFlow } from "../lint-flow.ts";
import { lintFixes } from "./offered-fixes.ts";

/** Two names of the same trouble: a loop that is broken may still send after marketing from elsewhere. */
const KIN: readonly (readonly string[])[] = [["sequential-marketing", "marketing-loop"]];

/** Those of a finding's fixes that leave nothing above a note at its place. */
export function fixesFor(
  flow: FlowDocument,
  finding: Finding,
  options: LintOptions = {},
): { id: string; title: string }[] {
  return finding.fixes.filter(({ id }) => applyFix(flow, finding, id, options) !== null);
}

/** The document with that fix, or null when there is no such fix or it would not clear the finding. */
export function applyFix(
  flow: FlowDocument,
  finding: Finding,
  id: string,
  options: LintOptions = {},
): FlowDocument | null {
  const fix = lintFixes.find((candidate) => candidate.id === id && candidate.codes.includes(finding.code));
  if (!fix) return null;
  const check = (edited: FlowDocument) => stillWrong(edited, finding, options);
  const fixed = fix.apply(flow, finding, check);
  return fixed !== null && check(fixed).length === 0 ? fixed : null;
}

/** What stands above a note at the place of the finding, under its code or one of its kin. */
export function stillWrong(flow: FlowDocument, { code, node, port, inside }: Finding, options: LintOptions): Finding[] {
  const codes = KIN.find((kin) => kin.includes(code)) ?? [code];
  return lintFlow(flow, options).findings.filter(
    (other) =>
      codes.includes(other.code) &&
      other.node === node &&
      other.inside?.node === inside?.node &&
      other.inside?.flow === inside?.flow &&
      (port === undefined || other.port === port) &&
      (other.severity === "error" || other.severity === "warning"),
  );
}
