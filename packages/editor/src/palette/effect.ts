import type { FlowDocument } from "@sluice/shared/flow/document";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { withNodeAfter } from "../canvas/edit-actions.ts";
import { holdsAtGate, type LintQuestion } from "../canvas/flow-lint.ts";

/**
 * What would become of a message of this type behind that port, found by trying: "held: 1 unanswered". Null when nothing
 * stands against it, or when it sends nothing.
 */
export function effectAfter(
  flow: FlowDocument,
  question: LintQuestion,
  definition: NodeDefinition,
  from: { node: string; port: string },
): string | null {
  const tried = withNodeAfter(flow, definition, from);
  const { findings } = lintFlow(tried.flow, question);
  const own = findings.filter((finding) => finding.node === tried.id);
  const held = own.find(holdsAtGate);
  if (held)
    return held.certainty === "certain"
      ? "held: a marketing template before it is unanswered"
      : "may be held: one before it may be unanswered";
  const late = own.find((finding) => finding.code === "free-form-after-window");
  if (late)
    return late.certainty === "certain"
      ? "refused: the window is closed here"
      : "may be refused: the window may be closed here";
  return null;
}
