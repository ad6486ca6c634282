import type { FlowRow } from "@sluice/shared/protocol/flow";
import { useEffect, useState } from "react";
import { openExample, useExamples } from "../api/flows.ts";
import { arrivedAt } from "../app/arrival.ts";
import { sayError } from "../ui/toast.tsx";
import { open } from "./use-import.ts";

/** Asked once per load of the page, and only when it was loaded here. */
let asked = arrivedAt !== "/";

/**
 * Who comes to a server without flows is shown one: Black Friday, opened, with its warnings. True while that happens.
 * `flows` are all there are; undefined until they are known.
 */
export function useFirstRun(flows: readonly FlowRow[] | undefined): boolean {
  const { data: examples } = useExamples();
  const [opening, setOpening] = useState(false);
  useEffect(() => {
    if (asked || !flows || !examples) return;
    asked = true;
    const example = examples.find(({ name }) => name === "black-friday") ?? examples[0];
    if (flows.length > 0 || !example) return;
    setOpening(true);
    openExample(example.name)
      .then(open)
      .catch((error) => sayError("The example was not opened.", error))
      .finally(() => setOpening(false));
  }, [flows, examples]);
  return opening;
}
