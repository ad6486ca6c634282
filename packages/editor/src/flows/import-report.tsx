import type { Imported } from "../api/flows.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { open } from "./use-import.ts";

/** What an import could not take over as it was. Nothing is dropped silently. */
export function ImportReport({ imported, onClose }: { imported: Imported | null; onClose: () => void }) {
  return (
    <Dialog
      open={imported !== null}
      onOpenChange={(next) => !next && onClose()}
      width={560}
      title={`${imported?.flow.name ?? "The flow"} was imported`}
      description="Not everything could stay as it was in the file:"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button
            variant="primary"
            onClick={() => {
              if (imported) open(imported.flow.id);
              onClose();
            }}
          >
            Open the flow
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-ink-2">
        {imported?.report.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Dialog>
  );
}
