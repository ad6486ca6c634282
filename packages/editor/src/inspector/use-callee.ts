import type { FlowDocument } from "@sluice/shared/flow/document";
import * as flows from "@sluice/shared/protocol/flow";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useFlows } from "../api/flows.ts";
import { useEditor } from "../canvas/editor-context.ts";

/** The flow a node calls: as it is published, else its draft, else (here) this very flow. Null while nobody knows it. */
export function useCallee(id: unknown): FlowDocument | null {
  const { document } = useEditor();
  const own = id === document.id;
  const { data: known } = useFlows("");
  const { data } = useQuery({
    queryKey: ["flows", "callee", id],
    queryFn: async () => {
      const row = await call(flows.getFlow, { path: { id: String(id) } });
      if (row.published === null) return row.document;
      return (await call(flows.getRevision, { path: { id: row.id, number: String(row.published) } })).document;
    },
    enabled: !own && (known?.some((flow) => flow.id === id) ?? false),
  });
  return own ? document : (data ?? null);
}
