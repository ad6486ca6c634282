import type { FlowDraft } from "@sluice/shared/protocol/flow";
import {
  Check,
  History,
  LoaderCircle,
  Radio,
  Redo2,
  Search,
  SquarePen,
  TriangleAlert,
  Undo2,
  Workflow,
} from "lucide-react";
import { Link } from "../app/link.tsx";
import type { SaveState } from "../document/document-store.ts";
import { FlowMenu } from "../publish/flow-menu.tsx";
import { useChanges } from "../publish/use-changes.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { useDocumentState, useEditor, useEditorUi } from "./editor-context.ts";

const MODES = [
  { id: "build", label: "Build", icon: Workflow },
  { id: "live", label: "Live", icon: Radio },
  { id: "revisions", label: "Revisions", icon: History },
] as const;

export function TopBar({ row }: { row: FlowDraft }) {
  const { ui, store, document } = useEditor();
  const mode = useEditorUi((state) => state.mode);
  const history = useDocumentState((state) => state.history);
  const save = useDocumentState((state) => state.save);
  const undoName = history.past.at(-1)?.name;
  const redoName = history.future[0]?.name;
  return (
    <header className="editor-top">
      <div className="crumb">
        <Link to={{ screen: "flows" }}>Flows</Link>
        <span aria-hidden>/</span>
        <h1>
          <button
            type="button"
            className="flow-name one-line"
            title="Settings of the flow"
            onClick={() => store.getState().select([])}
          >
            {document.name}
          </button>
        </h1>
      </div>
      <DraftState row={row} />
      <SavedWord save={save} />
      <div className="mode">
        <Segmented
          label="Mode"
          segments={MODES}
          value={mode}
          onChange={(next) =>
            ui.getState().set({
              mode: next,
              listView: next === "build" && ui.getState().listView,
              people: null,
              pinned: null,
              previewed: null,
            })
          }
        />
      </div>
      <div className="end">
        <IconButton
          className="undo"
          icon={Undo2}
          label={undoName ? `Undo: ${undoName}` : "Undo"}
          keys="Ctrl Z"
          disabled={!undoName}
          onClick={() => store.getState().undo()}
        />
        <IconButton
          className="redo"
          icon={Redo2}
          label={redoName ? `Redo: ${redoName}` : "Redo"}
          keys="Ctrl Shift Z"
          disabled={!redoName}
          onClick={() => store.getState().redo()}
        />
        <Button
          variant="ghost"
          icon={Search}
          className="find-button"
          aria-label="Find in this flow, Ctrl F"
          onClick={() => ui.getState().set({ searching: true })}
        >
          <span className="kbd" aria-hidden>
            Ctrl F
          </span>
        </Button>
        <FlowMenu row={row} />
        <Button variant="primary" onClick={() => ui.getState().set({ dialog: "publish" })}>
          Publish…
        </Button>
      </div>
    </header>
  );
}

/** "Draft · 3 changes since r14", "Revision 14", "Draft, never published". */
function DraftState({ row }: { row: FlowDraft }) {
  const changes = useChanges();
  const words =
    row.published === null
      ? "Draft, never published"
      : changes === null
        ? `Revision ${row.published}`
        : changes.total === 0
          ? `As published, r${row.published}`
          : `Draft · ${changes.total} ${changes.total === 1 ? "change" : "changes"} since r${row.published}`;
  return (
    <span className="draft-state">
      <Chip tone="plain" icon={SquarePen}>
        {words}
      </Chip>
    </span>
  );
}

function SavedWord({ save }: { save: SaveState }) {
  const word = {
    saved: "Saved",
    waiting: "Saving",
    saving: "Saving",
    offline: "Kept here",
    refused: "Not saved",
    conflict: "Conflict",
  }[save.state];
  const busy = save.state === "waiting" || save.state === "saving";
  const Icon = save.state === "saved" ? Check : busy ? LoaderCircle : TriangleAlert;
  const content =
    save.state === "refused"
      ? save.message
      : save.state === "offline"
        ? "No connection. Your edits are kept on this computer and saved when it is back."
        : `${word}.`;
  return (
    <Tooltip content={content}>
      <span className="saved" data-state={save.state}>
        <Icon aria-hidden />
        {word}
      </span>
    </Tooltip>
  );
}
