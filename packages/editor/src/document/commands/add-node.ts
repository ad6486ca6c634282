import type { FlowDocument, FlowNode } from "@sluice/shared/flow/document";

export interface Position {
  x: number;
  y: number;
}

/** Puts a node on the canvas, on the grid of 8. Does nothing when the id is taken. */
export function addNode(flow: FlowDocument, node: FlowNode, at: Position): FlowDocument {
  if (flow.nodes.some((other) => other.id === node.id)) return flow;
  return { ...flow, nodes: [...flow.nodes, node], layout: { ...flow.layout, [node.id]: onGrid(at) } };
}

/** `onGrid({ x: 13, y: -3 })` -> { x: 16, y: 0 } */
export function onGrid(position: Position): Position {
  return { x: Math.round(position.x / 8) * 8, y: Math.round(position.y / 8) * 8 + 0 };
}
