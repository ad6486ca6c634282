/** The flows that a document calls, as calls would begin them: what is published, or, where nothing is, what is going to be. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowsCalledBy } from "@sluice/shared/lint/calls-in";
import type { Store } from "../store/store.ts";

export function flowsCalled(store: Pick<Store, "flow" | "revision">, document: FlowDocument): Promise<FlowDocument[]> {
  return flowsCalledBy(document, async (id) => {
    const record = await store.flow(id);
    if (!record) return null;
    const published = record.published === null ? null : await store.revision(id, record.published);
    return published?.document ?? record.draft;
  });
}
