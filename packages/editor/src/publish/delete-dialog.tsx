import type { FlowDraft } from "@sluice/shared/protocol/flow";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteFlow } from "../api/flows.ts";
import { ApiError } from "../api/problem.ts";
import { navigate } from "../app/router.ts";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { forgetKept } from "../document/autosave.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { say } from "../ui/toast.tsx";

export function DeleteDialog({ row }: { row: FlowDraft }) {
  const { ui, autosave } = useEditor();
  const client = useQueryClient();
  const open = useEditorUi((state) => state.dialog === "delete");
  const [fault, setFault] = useState<unknown>(null);
  const running = fault instanceof ApiError && fault.status === 409;
  const close = () => {
    setFault(null);
    ui.getState().set({ dialog: null });
  };
  const erase = async () => {
    try {
      await deleteFlow({ id: row.id, force: running });
      autosave.stop();
      forgetKept(window.localStorage, row.id);
      say(`${row.name} was deleted`);
      void client.invalidateQueries({ queryKey: ["flows"] });
      navigate({ screen: "flows" });
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={`Delete ${row.name}?`}
      description="The draft goes, and nobody enters it any more. Export it first to keep a copy."
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Keep it
          </Button>
          <Button variant="danger" onClick={() => void erase()}>
            {running ? "Delete; those in it finish" : "Delete"}
          </Button>
        </>
      }
    >
      {fault !== null && <Fault title="It was not deleted." error={fault} />}
    </Dialog>
  );
}
