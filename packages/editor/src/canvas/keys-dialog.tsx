import { useLetterKeys } from "../app/keys.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useEditor, useEditorUi } from "./editor-context.ts";
import "./keys-dialog.css";

const KEYS: readonly { where: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    where: "Everywhere",
    keys: [
      ["Ctrl F", "Find"],
      ["Ctrl Z · Ctrl Shift Z", "Undo, redo"],
      ["F6", "Next pane"],
      ["F8 · Shift F8", "Next problem, the one before"],
      ["Ctrl Enter", "Publish"],
      ["Esc", "One step out"],
    ],
  },
  {
    where: "Canvas, move",
    keys: [
      ["Tab · Shift Tab", "Nodes in reading order"],
      ["→ · ←", "Along the edges"],
      ["↑ · ↓", "Nodes beside it"],
      ["Home", "The entry"],
      ["0 · 1 · 2", "All, 100 %, the selection"],
      ["+ · −", "Zoom"],
      ["M · W", "Map, kinds of edges"],
      ["Shift L", "List view"],
    ],
  },
  {
    where: "Canvas, change",
    keys: [
      ["/ or N", "Add a node"],
      ["E", "Lead a way out to a node, by its name"],
      ["I", "Put a node into the chosen edge"],
      ["Enter · F2", "Inspector, rename"],
      ["Ctrl C · X · V · D · A", "Copy, cut, paste, duplicate, all"],
      ["Alt + arrows", "Move by 8 px, with Shift by 40"],
      ["Del · Shift Del", "Remove and heal the edges, or cut them"],
      ["T", "Tidy up"],
    ],
  },
];

/** The map of keys, on `?`. */
export function KeysDialog() {
  const { ui } = useEditor();
  const open = useEditorUi((state) => state.dialog === "keys");
  const letters = useLetterKeys((state) => state.on);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && ui.getState().set({ dialog: null })}
      title="Keys"
      description={
        letters ? "On a Mac, Ctrl is ⌘." : "Single letters are switched off in Settings. On a Mac, Ctrl is ⌘."
      }
      width={760}
    >
      <div className="key-map">
        {KEYS.map((group) => (
          <section key={group.where}>
            <h3>{group.where}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={keys}>
                  <dt>{keys}</dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
