import { useState } from "react";
import { type Imported, importFlow, useFlowAct } from "../api/flows.ts";
import { navigate } from "../app/router.ts";
import { say, sayError } from "../ui/toast.tsx";

/** The most a flow file may have, in bytes; the server refuses more as well. */
const MOST_BYTES = 5_000_000;

/** Imports files one after the other; one alone is opened. What was lost on the way is kept to be read. */
export function useImport() {
  const [report, setReport] = useState<Imported | null>(null);
  const act = useFlowAct(importFlow, "Nothing was imported.");
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      if (file.size > MOST_BYTES) {
        const size = (file.size / 1_000_000).toFixed(1);
        sayError(file.name, new Error(`The file has ${size} MB; 5 MB are allowed. Nothing was changed.`));
        continue;
      }
      const answer = await act.mutateAsync(await file.text()).catch(() => null);
      if (!answer) continue;
      if (answer.report.notes.length > 0) setReport(answer);
      else if (files.length === 1) open(answer.flow.id);
      say(`${answer.flow.name} was imported.`);
    }
  };
  return { take, isPending: act.isPending, report, closeReport: () => setReport(null) };
}

/** Goes to the editor of a flow. */
export function open(flowId: string): void {
  navigate({ screen: "editor", flowId });
}
