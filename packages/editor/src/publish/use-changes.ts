import type { FlowDocument } from "@sluice/shared/flow/document";
import type { RevisionRow } from "@sluice/shared/protocol/flow";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDocumentState, useEditor } from "../canvas/editor-context.ts";
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
  const flow = useDocumentState((state) => state.flowId);
  const number = useRevisions().revisions[0]?.number ?? null;
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
