/** What arrives at a marketing node, as far as lint has shown it: unanswered templates, the window, and how late it is. */
import { parseDuration, sayDuration } from "@sluice/shared/time/duration";
import type { Editor } from "../canvas/editor-context.ts";
import { holdsAtGate } from "../canvas/flow-lint.ts";

export interface Arrivals {
  unanswered: string;
  window: "open" | "perhaps" | "closed" | "unknown";
  /** Since the session started, on the path that is shown. */
  since: string;
  held: "certain" | "possible" | null;
}

export function arrivalsAt(
  node: string,
  { lint, document, cards }: Pick<Editor, "lint" | "document" | "cards">,
): Arrivals {
  const finding = lint.byNode.get(node)?.find(holdsAtGate);
  const steps = finding?.witness?.steps.slice(0, -1) ?? [];
  const sent = steps.filter((step) => cards.get(step.node)?.gate).length;
  const number = Math.max(1, sent);
  const waits = steps.reduce((sum, step) => sum + (parseDuration(step.waits ?? "") ?? 0), 0);
  const windows = new Set(document.edges.filter((edge) => edge.target === node).map((edge) => lint.windowOf(edge.id)));
  return {
    unanswered: finding
      ? finding.certainty === "certain"
        ? `${number} ${number === 1 ? "template" : "templates"}`
        : `0 to ${number}`
      : "0",
    window:
      windows.size === 0
        ? "unknown"
        : windows.size > 1 || windows.has("perhaps")
          ? "perhaps"
          : windows.has("wet")
            ? "open"
            : "closed",
    since: finding?.witness ? (waits > 0 ? sayDuration(waits) : "at once") : "–",
    held: finding?.certainty ?? null,
  };
}
