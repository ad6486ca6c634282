/**
 * Undo and redo of whole documents. A step keeps the document as it was before; documents share what did not change, so
 * a step costs what it changed. Steps with the same `coalesce` key that follow within a second become one: a word typed,
 * a node dragged.
 */
import type { FlowDocument } from "@sluice/shared/flow/document";

export interface Step {
  /** What the person did, for the menu: "Undo: move 2 nodes". */
  name: string;
  document: FlowDocument;
  coalesce: string | null;
  /** Milliseconds; when the step last grew. */
  at: number;
}

export interface History {
  past: readonly Step[];
  future: readonly Step[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };

const LIMIT = 500;
const COALESCE_WITHIN = 1_000;

/** Notes that `before` is about to be replaced. */
export function record(
  history: History,
  name: string,
  before: FlowDocument,
  at: number,
  coalesce: string | null = null,
): History {
  const last = history.past.at(-1);
  const grows =
    coalesce !== null && last?.coalesce === coalesce && at - last.at <= COALESCE_WITHIN && history.future.length === 0;
  if (last && grows) return { past: [...history.past.slice(0, -1), { ...last, name, at }], future: [] };
  return { past: [...history.past, { name, document: before, coalesce, at }].slice(-LIMIT), future: [] };
}

/** The document before the last step, null when there is none. */
export function undo(
  history: History,
  current: FlowDocument,
): { history: History; document: FlowDocument; name: string } | null {
  const step = history.past.at(-1);
  if (!step) return null;
  const undone = { ...step, document: current, coalesce: null };
  return {
    history: { past: history.past.slice(0, -1), future: [undone, ...history.future] },
    document: step.document,
    name: step.name,
  };
}

/** The document after the step that was undone last, null when there is none. */
export function redo(
  history: History,
  current: FlowDocument,
): { history: History; document: FlowDocument; name: string } | null {
  const step = history.future[0];
  if (!step) return null;
  const redone = { ...step, document: current, coalesce: null };
  return {
    history: { past: [...history.past, redone], future: history.future.slice(1) },
    document: step.document,
    name: step.name,
  };
}
