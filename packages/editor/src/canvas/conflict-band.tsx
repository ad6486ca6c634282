import { useState } from "react";
import { navigate } from "../app/router.ts";
import { forgetKept } from "../document/autosave.ts";
import { changesBetween, sayChanges } from "../publish/changes.ts";
import { createFromDocument } from "../publish/flow-api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { sayClock } from "../ui/say-time.ts";
import { sayError } from "../ui/toast.tsx";
import { useDocumentState, useEditor } from "./editor-context.ts";

/** Somebody else saved meanwhile. Both versions are kept until the person decides; nothing is merged silently. */
export function ConflictBand() {
  const { store } = useEditor();
  const save = useDocumentState((state) => state.save);
  const mine = useDocumentState((state) => state.document);
  const flowId = useDocumentState((state) => state.flowId);
  const [comparing, setComparing] = useState(false);
  if (save.state !== "conflict") return null;
  const { theirs, offline } = save;
  const forget = () => forgetKept(window.localStorage, flowId);

  const keepCopy = async () => {
    try {
      const copy = await createFromDocument({
        ...mine,
        id: `${mine.id}-copy-${Date.now().toString(36)}`,
        name: `${mine.name} (my copy)`.slice(0, 200),
      });
      forget();
      store.getState().load(theirs.document, theirs.version);
      navigate({ screen: "editor", flowId: copy.id });
    } catch (error) {
      sayError("The copy was not made", error);
    }
  };
  const takeTheirs = () => {
    forget();
    store.getState().load(theirs.document, theirs.version);
  };
  /** Theirs stays a step of the history: undo brings it back. */
  const keepMine = () => {
    store.getState().load(theirs.document, theirs.version);
    store.getState().apply("put my version over theirs", () => mine);
    setComparing(false);
  };
  return (
    <div className="editor-band" role="alert">
      <p>
        {theirs.savedBy === "You" ? "You, in another window," : theirs.savedBy} saved this flow at{" "}
        {sayClock(theirs.savedAt)} while you {offline ? "were offline" : "were editing"}. Both versions are kept:
        compare them, or keep yours as a copy.
      </p>
      <Button size="sm" onClick={() => setComparing(true)}>
        Compare
      </Button>
      <Button size="sm" onClick={() => void keepCopy()}>
        Keep mine as a copy
      </Button>
      <Button size="sm" onClick={takeTheirs}>
        Take theirs
      </Button>
      <Dialog
        open={comparing}
        onOpenChange={setComparing}
        title="Your version and theirs"
        description={`What yours has against the one ${theirs.savedBy} saved.`}
        footer={
          <>
            <Button onClick={() => setComparing(false)}>Close</Button>
            <Button onClick={keepMine}>Put mine over theirs</Button>
          </>
        }
      >
        <Comparison theirs={theirs.document} mine={mine} />
      </Dialog>
    </div>
  );
}

function Comparison({
  theirs,
  mine,
}: {
  theirs: Parameters<typeof changesBetween>[0];
  mine: Parameters<typeof changesBetween>[1];
}) {
  const changes = changesBetween(theirs, mine);
  const name = (id: string) => [...mine.nodes, ...theirs.nodes].find((node) => node.id === id)?.title ?? id;
  const rows: [string, string[]][] = [
    ["Differs", changes.changed],
    ["Only in yours", changes.added],
    ["Only in theirs", changes.removed],
  ];
  return (
    <>
      <p>{changes.total === 0 ? "Only places on the canvas differ." : sayChanges(changes)}</p>
      {rows
        .filter(([, ids]) => ids.length > 0)
        .map(([word, ids]) => (
          <p key={word} className="comparison-line">
            <b>{word}:</b> {ids.map(name).join(", ")}
          </p>
        ))}
    </>
  );
}
