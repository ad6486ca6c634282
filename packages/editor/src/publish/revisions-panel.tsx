import { useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { useNow } from "../app/now.ts";
import { useDocumentState, useEditor } from "../canvas/editor-context.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { sayAgo } from "../ui/say-time.ts";
import { say, sayError } from "../ui/toast.tsx";
import { editorKeys, restoreRevision } from "./flow-api.ts";
import { RevisionChanges } from "./revision-changes.tsx";
import { useComparedRevision, useRevisions } from "./use-changes.ts";
import "./publish.css";

/** What was published, newest first, and the way back to it. */
export function RevisionsPanel() {
  const { store, ui, autosave } = useEditor();
  const client = useQueryClient();
  const flow = useDocumentState((state) => state.flowId);
  const { revisions, error, loading } = useRevisions();
  const { number: compared } = useComparedRevision();
  const [asked, setAsked] = useState<number | null>(null);
  const now = useNow();
  const restore = async (number: number) => {
    setAsked(null);
    try {
      await autosave.flush();
      const draft = await restoreRevision(flow, number, store.getState().version);
      store.getState().markSaved(draft.document, draft.version);
      store.getState().apply(`restore revision ${number}`, () => draft.document);
      client.setQueryData(editorKeys.draft(flow), draft);
      say(`The draft is revision ${number} again`, "Nothing was published. Undo brings your draft back.");
    } catch (problem) {
      sayError("It was not restored", problem);
    }
  };
  return (
    <>
      <header className="people-head">
        <h2>Revisions</h2>
        <p>Choose one to see how the draft differs from it. Restoring makes a draft of it.</p>
      </header>
      {error !== null && error !== undefined && <Fault title="Revisions could not be read." error={error} />}
      {!loading && !error && revisions.length === 0 && <Empty icon={History}>This flow was never published.</Empty>}
      <ol className="revision-list">
        {revisions.map((revision) => (
          <li key={revision.number} data-compared={revision.number === compared || undefined}>
            <div>
              <button
                type="button"
                aria-pressed={revision.number === compared}
                onClick={() => ui.getState().set({ compared: revision.number, lookAt: null })}
              >
                <b>Revision {revision.number}</b>
              </button>{" "}
              {revision.published && <Chip tone="water">Published</Chip>}
              <p>
                {revision.by}, {sayAgo(revision.at, now)}
              </p>
              {revision.reason && <p>“{revision.reason}”</p>}
            </div>
            <Button size="sm" onClick={() => setAsked(revision.number)}>
              Restore…
            </Button>
          </li>
        ))}
      </ol>
      <RevisionChanges />
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={`Restore revision ${asked ?? ""}?`}
        description="Your draft becomes what that revision was. Nothing is published by it, and undo brings your draft back."
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsked(null)}>
              Keep the draft
            </Button>
            <Button variant="primary" onClick={() => asked !== null && void restore(asked)}>
              Restore
            </Button>
          </>
        }
      />
    </>
  );
}
