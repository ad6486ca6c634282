import { importFlow } from "../api/flows.ts";
import { navigate } from "../app/router.ts";
import { say, sayError } from "../ui/toast.tsx";
import { readFlowFile } from "./read-flow-file.ts";

/** Takes a flow file by choice or by drop: the server reads it, and the new flow opens. A refusal is said, nothing changes. */
export function useImport(): { choose: () => void; take: (file: File) => Promise<void> } {
  const take = async (file: File) => {
    try {
      const { flow, report } = await importFlow(await readFlowFile(file));
      const renamed = report.renamedFrom ? [`The id "${report.renamedFrom}" was taken, so it has another one.`] : [];
      say(
        `${flow.name} was imported`,
        [...renamed, ...report.notes].join(" ") || "It is a draft of its own; nothing was overwritten.",
      );
      navigate({ screen: "editor", flowId: flow.id });
    } catch (error) {
      sayError(`${file.name} was not imported`, error);
    }
  };
  const choose = () => {
    const input = window.document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.onchange = () => {
      const [file] = input.files ?? [];
      if (file) void take(file);
    };
    input.click();
  };
  return { choose, take };
}
