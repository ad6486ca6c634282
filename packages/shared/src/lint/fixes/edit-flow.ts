/**
 * What quick fixes do to a document. It is never changed in place, and new ids are the first free ones, so that the same
 * fix gives the same file.
 */
import type { FlowDocument, FlowEdge, FlowNode } from "../../flow/document.ts";

export interface Exit {
  source: string;
  sourceHandle: string;
}

/** A node of this type under an id of its own, on free ground near `near`. */
export function withNode(
  flow: FlowDocument,
  node: Omit<FlowNode, "id">,
  near: { x: number; y: number } | null,
): { flow: FlowDocument; id: string } {
  const id = freshId(
    flow.nodes.map((other) => other.id),
    node.type,
  );
  const nodes = [...flow.nodes, { id, ...node }];
  const layout = near ? { ...flow.layout, [id]: freeGround(flow, near) } : flow.layout;
  return { flow: { ...flow, nodes, ...(layout ? { layout } : {}) }, id };
}

/** An edge from this way out, in place of whatever left by it; the last of those keeps its id. */
export function withEdge(flow: FlowDocument, { source, sourceHandle }: Exit, target: string): FlowDocument {
  const leaves = (edge: FlowEdge) => edge.source === source && edge.sourceHandle === sourceHandle;
  const before = flow.edges.findLast(leaves);
  if (before) {
    const edges = flow.edges.filter((edge) => edge === before || !leaves(edge));
    return { ...flow, edges: edges.map((edge) => (edge === before ? { ...edge, target } : edge)) };
  }
  const id = freshId(
    flow.edges.map((edge) => edge.id),
    "e",
  );
  return { ...flow, edges: [...flow.edges, { id, source, sourceHandle, target }] };
}

/** Where a node stands on the canvas; null when the file says nothing. */
export function placeOf(flow: FlowDocument, node: string): { x: number; y: number } | null {
  return flow.layout && Object.hasOwn(flow.layout, node) ? (flow.layout[node] ?? null) : null;
}

function freshId(taken: readonly string[], prefix: string): string {
  const known = new Set(taken);
  let number = 1;
  while (known.has(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

/** Cards may be as wide and as tall as this; what is added is lower. */
const CARD = { width: 240, height: 320 };
const ADDED = 160;

/** The first place from there downwards that no other card stands on. */
function freeGround(flow: FlowDocument, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const beside = Object.values(flow.layout ?? {})
    .filter((other) => Math.abs(other.x - x) < CARD.width)
    .toSorted((a, b) => a.y - b.y);
  let free = y;
  for (const other of beside) {
    const below = other.y + (other.height ?? CARD.height);
    if (free < below && other.y < free + ADDED) free = below;
  }
  return { x: onGrid(x), y: onGrid(free) };
}

function onGrid(value: number): number {
  return Math.round(value / 8) * 8 + 0;
}
