import type { FlowDraft } from "@sluice/shared/protocol/flow";
import { X } from "lucide-react";
import { useMemo } from "react";
import { useNow } from "../app/now.ts";
import { Inspector } from "../inspector/inspector.tsx";
import { ProblemsPanel } from "../problems/problems-panel.tsx";
import { DeleteDialog } from "../publish/delete-dialog.tsx";
import { ForecastDialog } from "../publish/forecast-dialog.tsx";
import { PeoplePanel } from "../publish/people-panel.tsx";
import { PublishDialog } from "../publish/publish-dialog.tsx";
import { RevisionCanvas } from "../publish/revision-canvas.tsx";
import { RevisionsPanel } from "../publish/revisions-panel.tsx";
import { StartDialog } from "../publish/start-dialog.tsx";
import { TryDialog } from "../publish/try-dialog.tsx";
import { useChanges } from "../publish/use-changes.ts";
import { useLive } from "../publish/use-live.ts";
import { Button } from "../ui/button.tsx";
import { Canvas } from "./canvas.tsx";
import { ConflictBand } from "./conflict-band.tsx";
import { useDocumentState, useEditor, useEditorUi } from "./editor-context.ts";
import { Find } from "./find.tsx";
import { holdsAtGate } from "./flow-lint.ts";
import { builtGate, type GateView } from "./gate-view.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { ListView } from "./list-view.tsx";
import { NoticeBand } from "./notice-band.tsx";
import { PausedBand } from "./paused-band.tsx";
import { TopBar } from "./top-bar.tsx";
import { useEditorKeys } from "./use-editor-keys.ts";

const NOBODY: ReadonlyMap<string, never> = new Map<string, never>();
const SIDES = { build: "Inspector", live: "People in this flow", revisions: "Revisions" } as const;

const NOTHING: ReadonlySet<string> = new Set();

/** Top bar, canvas or list, problems, the panel at the right, and the dialogs. `over`: a file is held over the page. */
export function EditorFrame({ row, over }: { row: FlowDraft; over: boolean }) {
  const { cards, lint, store } = useEditor();
  const mode = useEditorUi((state) => state.mode);
  const listView = useEditorUi((state) => state.listView);
  const anySelected = useDocumentState(({ selection }) => selection.nodes.size > 0);
  const narrow = useEditorUi((state) => state.narrow);
  const live = useLive(mode === "live");
  const changes = useChanges();
  const now = useNow(60_000);
  useEditorKeys();

  const built = useMemo(() => {
    // Also where it is suppressed: that it is meant does not lift the hold.
    const holds = lint.findings.filter(holdsAtGate);
    const gates = new Map<string, GateView>();
    for (const [id, card] of cards) {
      if (card.gate)
        gates.set(
          id,
          builtGate(
            card,
            holds.filter(({ node }) => node === id),
          ),
        );
    }
    return gates;
  }, [cards, lint]);
  const gates = useMemo(
    () =>
      live
        ? new Map(
            [...built].map(([id, gate]) => [
              id,
              live.gates.get(id) ?? { ...gate, glyph: "armed" as const, words: "Armed", right: null, basin: null },
            ]),
          )
        : built,
    [built, live],
  );
  const changed = useMemo(() => (changes ? new Set([...changes.added, ...changes.changed]) : NOTHING), [changes]);

  const Drawn = mode === "revisions" ? RevisionCanvas : Canvas;
  return (
    <div className="editor">
      <TopBar row={row} />
      <div className="editor-bands">
        <PausedBand row={row} />
        <NoticeBand row={row} now={now} />
        <ConflictBand />
      </div>
      <div className="editor-work">
        {listView ? (
          <ListView gates={gates} />
        ) : (
          <Drawn
            gates={gates}
            live={live?.nodes ?? NOBODY}
            labels={NOBODY}
            changed={changed}
            readOnly={mode !== "build" || narrow}
          />
        )}
        <ProblemsPanel />
        <Find />
      </div>
      <aside
        className="editor-side"
        id="inspector"
        data-pane
        data-idle={(mode === "build" && !anySelected) || undefined}
        tabIndex={-1}
        aria-label={SIDES[mode]}
      >
        {mode === "build" && (
          <div className="side-close">
            <Button icon={X} variant="ghost" onClick={() => store.getState().select([])}>
              Close
            </Button>
          </div>
        )}
        {mode === "revisions" && <RevisionsPanel />}
        {mode === "live" && <PeoplePanel live={live} />}
        {mode === "build" && <Inspector />}
      </aside>
      {over && <div className="drop-hint">Drop a flow file here. It becomes a flow of its own.</div>}
      <PublishDialog />
      <StartDialog row={row} />
      <ForecastDialog row={row} />
      <TryDialog row={row} />
      <DeleteDialog row={row} />
      <KeysDialog />
    </div>
  );
}
