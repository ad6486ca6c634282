import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { IconButton } from "../ui/button.tsx";
import { FindingMark } from "../ui/finding-mark.tsx";
import { useEditor, useEditorUi } from "./editor-context.ts";
import { findingKey } from "./flow-lint.ts";

/** Names the path that is drawn: where to, how certain, which of how many; and leads out of it. */
export function PathBar() {
  const { shown, lint, ui, cards } = useEditor();
  const pinned = useEditorUi((state) => state.pinned);
  if (!shown?.witness || shown.node === null) return null;
  const same = lint.findings.filter((finding) => finding.node === shown.node && finding.witness && !finding.suppressed);
  const at = same.indexOf(shown);
  const go = (by: number) => {
    const next = same[(at + by + same.length) % same.length];
    if (next) ui.getState().set({ pinned: findingKey(next), previewed: null });
  };
  return (
    <div className="float path-bar">
      <FindingMark severity={shown.severity} certainty={shown.certainty} />
      <span className="place one-line">
        Path to <b>{cards.get(shown.node)?.title ?? shown.node}</b>
      </span>
      <span className="rule" />
      <span className="quiet">
        {shown.certainty}
        {at >= 0 && `, ${at + 1} of ${same.length}`}
      </span>
      {pinned !== null && same.length > 1 && (
        <>
          <IconButton size="sm" icon={ChevronLeft} label="Path before" onClick={() => go(-1)} />
          <IconButton size="sm" icon={ChevronRight} label="Next path" onClick={() => go(1)} />
        </>
      )}
      {pinned !== null && (
        <IconButton
          size="sm"
          icon={X}
          label="Leave the path"
          keys="Esc"
          onClick={() => ui.getState().set({ pinned: null, previewed: null })}
        />
      )}
    </div>
  );
}
