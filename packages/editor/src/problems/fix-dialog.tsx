import type { Finding } from "@sluice/shared/lint/finding";
import { applyFix } from "@sluice/shared/lint/fixes/apply-fix";
import { Minus, Plus } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { DiffCanvas } from "../canvas/diff-canvas.tsx";
import { useEditor } from "../canvas/editor-context.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { say } from "../ui/toast.tsx";
import { fixEffects } from "./fix-effects.ts";
import { Said } from "./said.tsx";

/** The ways to clear a finding, each with what it would do to the flow. Applying one is one step of undo, by its name. */
export function FixDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { document, question, store, ui } = useEditor();
  const effects = useMemo(() => fixEffects(document, finding, question), [document, finding, question]);
  const [wanted, setWanted] = useState<string | null>(null);
  const group = useId();
  const chosen = effects.find(({ id }) => id === wanted) ?? effects[0];
  const apply = () => {
    if (!chosen) return;
    // The flow may have changed since it was drawn: what is applied is made from the flow as it is.
    store
      .getState()
      .apply(`fix: ${chosen.title}`, (flow) =>
        flow === document ? chosen.document : (applyFix(flow, finding, chosen.id, question) ?? flow),
      );
    const [fresh] = chosen.newNodes;
    if (fresh) {
      store.getState().select(chosen.newNodes);
      ui.getState().set({ reveal: { node: fresh, focus: false } });
    }
    say(chosen.title, "Done. Undo takes it back in one step.");
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width={620}
      title="Fix"
      description={<Said text={finding.message} />}
      footer={
        <>
          {chosen && <span className="note">After this: {chosen.after}</span>}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={!chosen} onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      {effects.length === 0 && <p>The flow has changed, and none of the fixes would clear this any more.</p>}
      <div role="radiogroup" aria-label="Fixes" className="fix-choices">
        {effects.map((effect) => (
          <label key={effect.id} className="fix-choice" data-chosen={effect === chosen || undefined}>
            <input
              type="radio"
              name={group}
              value={effect.id}
              checked={effect === chosen}
              onChange={() => setWanted(effect.id)}
            />
            <span>
              <b>{effect.title}</b>
              <small>{effect.effect}</small>
            </span>
          </label>
        ))}
      </div>
      {chosen && (
        <div className="fix-canvas">
          <DiffCanvas label={`${chosen.title}: before and after`} before={document} after={chosen.document} quiet />
        </div>
      )}
      {chosen && (
        <ul className="fix-parts" aria-label="What changes">
          {chosen.removed.map((part) => (
            <li key={`-${part}`} className="removed">
              <Minus size={14} aria-label="removed" />
              {part}
            </li>
          ))}
          {chosen.added.map((part) => (
            <li key={`+${part}`} className="added">
              <Plus size={14} aria-label="added" />
              {part}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
