import type { FlowDocument } from "@sluice/shared/flow/document";
import { callsIn, flowsCalledBy } from "@sluice/shared/lint/calls-in";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "../api/problem.ts";
import { editorKeys, getDraft, getRevision } from "../publish/flow-api.ts";

const NONE: readonly FlowDocument[] = [];

/** The flows a document calls, as calls would begin them: what is published, or what is going to be. */
export function useCalledFlows(document: FlowDocument): readonly FlowDocument[] | undefined {
  const ids = useMemo(() => callsIn(document), [document]);
  const key = ids.toSorted().join(" ");
  const { data } = useQuery({
    queryKey: editorKeys.called(document.id, key),
    queryFn: () => flowsCalledBy(document, standing),
    enabled: key !== "",
    placeholderData: (before) => before,
  });
  return key === "" ? NONE : data;
}

async function standing(id: string): Promise<FlowDocument | null> {
  try {
    const { document, published } = await getDraft(id);
    return published === null ? document : (await getRevision(id, published)).document;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
