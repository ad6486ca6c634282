import type { FlowDocument } from "@sluice/shared/flow/document";
import type { RevisionRow } from "@sluice/shared/protocol/flow";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDocumentState, useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { type Changes, changesBetween } from "./changes.ts";
import { editorKeys, getRevision, getRevisions } from "./flow-api.ts";

const NONE: readonly RevisionRow[] = [];

/** Revisions of the flow, newest first. */
export function useRevisions(): { revisions: readonly RevisionRow[]; error: unknown; loading: boolean } {
  const flow = useDocumentState((state) => state.flowId);
  const {
    data = NONE,
    error,
    isLoading,
  } = useQuery({ queryKey: editorKeys.revisions(flow), queryFn: () => getRevisions(flow) });
  return { revisions: data, error, loading: isLoading };
}

/** The flow as it was published last; null when it never was, and until it is known. */
export function usePublishedDocument(): FlowDocument | null {
  return useRevisionDocument(useRevisions().revisions[0]?.number ?? null);
}

/** The flow as that revision has it; null for none, and until it is known. */
function useRevisionDocument(number: number | null): FlowDocument | null {
  const flow = useDocumentState((state) => state.flowId);
  const { data } = useQuery({
    queryKey: editorKeys.revision(flow, number ?? 0),
    queryFn: () => getRevision(flow, number ?? 0),
    enabled: number !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.document ?? null;
}

/** What differs from the last revision; null when there is none to compare with. */
export function useChanges(): Changes | null {
  const { document } = useEditor();
  const published = usePublishedDocument();
  return useMemo(() => (published ? changesBetween(published, document) : null), [published, document]);
}

/** The revision the draft is compared with: the chosen one, else the newest. */
export function useComparedRevision(): { number: number | null; document: FlowDocument | null } {
  const { revisions } = useRevisions();
  const chosen = useEditorUi((state) => state.compared);
  const number = chosen ?? revisions[0]?.number ?? null;
  return { number, document: useRevisionDocument(number) };
}
