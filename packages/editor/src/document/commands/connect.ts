import type { FlowDocument } from "@sluice/shared/flow/document";
import { edgeIds, freshId } from "../fresh-id.ts";

export interface Connection {
  source: string;
  sourceHandle: string;
  target: string;
}

/** Leads a port to a node. A port has one way: an edge it had before is replaced and keeps its id. */
export function connect(flow: FlowDocument, { source, sourceHandle, target }: Connection): FlowDocument {
  const nodes = new Set(flow.nodes.map((node) => node.id));
  if (!nodes.has(source) || !nodes.has(target)) return flow;
  const before = flow.edges.find((edge) => edge.source === source && edge.sourceHandle === sourceHandle);
  if (before?.target === target) return flow;
  if (before) {
    const edges = flow.edges.map((edge) => (edge === before ? { ...edge, target } : edge));
    return { ...flow, edges };
  }
  const edge = { id: freshId(edgeIds(flow), "e"), source, sourceHandle, target };
  return { ...flow, edges: [...flow.edges, edge] };
}
