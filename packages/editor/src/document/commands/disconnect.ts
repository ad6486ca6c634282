import type { FlowDocument } from "@sluice/shared/flow/document";

/** Takes edges away. */
export function disconnect(flow: FlowDocument, ids: ReadonlySet<string>): FlowDocument {
  const edges = flow.edges.filter((edge) => !ids.has(edge.id));
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}
