import type { FlowDocument, FlowNode } from "@sluice/shared/flow/document";
import { addNode, type Position } from "./add-node.ts";
import { connect } from "./connect.ts";

/** Puts a node into an edge: the edge leads to it, and `port` of it to where the edge led. */
export function insertNode(
  flow: FlowDocument,
  edgeId: string,
  node: FlowNode,
  port: string | null,
  at: Position,
): FlowDocument {
  const edge = flow.edges.find((candidate) => candidate.id === edgeId);
  if (!edge) return flow;
  const added = addNode(flow, node, at);
  const led = connect(added, { source: edge.source, sourceHandle: edge.sourceHandle, target: node.id });
  return port === null ? led : connect(led, { source: node.id, sourceHandle: port, target: edge.target });
}
