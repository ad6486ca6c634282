import { useQueryClient } from "@tanstack/react-query";
import { setFlowPaused } from "../api/flows.ts";
import { announce } from "../ui/live-region.tsx";
import { sayError } from "../ui/toast.tsx";
import { editorKeys } from "./flow-api.ts";

/** One press, no dialog: the flow stops or goes on, and every screen that shows it knows. */
export function usePause(flow: string): (paused: boolean) => void {
  const client = useQueryClient();
  return (paused) => {
    setFlowPaused({ id: flow, paused })
      .then((row) => {
        client.setQueryData(editorKeys.draft(flow), row);
        announce(paused ? "Paused" : "Resumed");
        return client.invalidateQueries({ queryKey: ["flows"] });
      })
      .catch((error: unknown) => sayError(paused ? "The flow was not paused" : "The flow was not resumed", error));
  };
}
