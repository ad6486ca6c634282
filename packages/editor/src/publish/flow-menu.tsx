import type { FlowDraft } from "@sluice/shared/protocol/flow";
import {
  CircleQuestionMark,
  Download,
  Ellipsis,
  FlaskConical,
  Keyboard,
  List,
  Pause,
  Play,
  Trash2,
  Upload,
  UserRoundPlus,
} from "lucide-react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { IconButton } from "../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { usePause } from "./use-pause.ts";

/** What can be done with the flow as a whole. */
export function FlowMenu({ row }: { row: FlowDraft }) {
  const { ui, document, chooseFile } = useEditor();
  const listView = useEditorUi((state) => state.listView);
  const pause = usePause(row.id);
  const paused = row.pausedAt !== null;
  const set = ui.getState().set;
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
      <MenuItem icon={UserRoundPlus} onSelect={() => set({ dialog: "start" })}>
        Start for a number…
      </MenuItem>
      <MenuItem icon={FlaskConical} onSelect={() => set({ dialog: "try" })}>
        Try the draft…
      </MenuItem>
      {row.published !== null && (
        <MenuItem icon={CircleQuestionMark} onSelect={() => set({ dialog: "forecast" })}>
          Who would be held?
        </MenuItem>
      )}
      <MenuItem icon={paused ? Play : Pause} onSelect={() => pause(!paused)}>
        {paused ? "Resume" : "Pause"}
      </MenuItem>
      <MenuItem icon={List} end="Shift L" onSelect={() => set({ listView: !listView })}>
        {listView ? "Canvas" : "List view"}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Download} onSelect={() => saveFile(`${document.id}.flow.json`, document)}>
        Export
      </MenuItem>
      <MenuItem icon={Upload} onSelect={chooseFile}>
        Import…
      </MenuItem>
      <MenuItem icon={Keyboard} end="?" onSelect={() => set({ dialog: "keys" })}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} tone="bad" onSelect={() => set({ dialog: "delete" })}>
        Delete…
      </MenuItem>
    </Menu>
  );
}

/** The draft as it is on the screen, saved or not. */
function saveFile(name: string, document: unknown): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: "application/json" }));
  const link = window.document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
