import type { Finding } from "@sluice/shared/lint/finding";
import type { Editor } from "../canvas/editor-context.ts";
import { findingKey } from "../canvas/flow-lint.ts";

/** Draws the finding's path until Esc, selects its node and brings it into view; null lets go of the path. */
export function pinFinding({ ui, store }: Pick<Editor, "ui" | "store">, finding: Finding | null): void {
  if (!finding) return ui.getState().set({ pinned: null, previewed: null });
  ui.getState().set({ pinned: findingKey(finding), previewed: null });
  if (finding.node === null) return;
  store.getState().select([finding.node]);
  ui.getState().set({ reveal: { node: finding.node, focus: false } });
}
