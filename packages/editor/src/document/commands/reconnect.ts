import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Connection } from "./connect.ts";

/** Puts one end of an edge elsewhere. An edge that already leaves the new port goes. */
export function reconnect(flow: FlowDocument, id: string, { source, sourceHandle, target }: Connection): FlowDocument {
  const edge = flow.edges.find((candidate) => candidate.id === id);
  const nodes = new Set(flow.nodes.map((node) => node.id));
  if (!edge || !nodes.has(source) || !nodes.has(target)) return flow;
  if (edge.source === source && edge.sourceHandle === sourceHandle && edge.target === target) return flow;
  const edges = flow.edges
    .filter((other) => other.id === id || other.source !== source || other.sourceHandle !== sourceHandle)
    .map((other) => (other.id === id ? { id, source, sourceHandle, target } : other));
  return { ...flow, edges };
}
