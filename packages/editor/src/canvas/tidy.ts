import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { onGrid, type Position } from "../document/commands/add-node.ts";
import type { Card } from "./card.ts";
import { CARD } from "./card-size.ts";

/**
 * Places for nodes, from left to right along the edges. Gated cards keep the room of their plate and basin free before
 * them. Only `ids` move; the upper left corner of what moves stays where it was.
 */
export function tidyPositions(
  flow: FlowDocument,
  cards: ReadonlyMap<string, Card>,
  ids: ReadonlySet<string>,
): Map<string, Position> {
  const moving = flow.nodes.filter((node) => ids.has(node.id) && !cards.get(node.id)?.note);
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 32, ranksep: 72 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of moving) {
    const card = cards.get(id);
    if (card) graph.setNode(id, { width: card.box.width + reachOf(card), height: card.box.height });
  }
  for (const { source, target } of flow.edges)
    if (graph.hasNode(source) && graph.hasNode(target)) graph.setEdge(source, target);
  layout(graph);

  const placed = new Map<string, Position>();
  for (const { id } of moving) {
    const card = cards.get(id);
    const at = graph.node(id) as { x: number; y: number } | undefined;
    if (card && at) placed.set(id, { x: at.x - card.box.width / 2 + reachOf(card) / 2, y: at.y - card.box.height / 2 });
  }
  const corner = (places: Iterable<Position>) => {
    const list = [...places];
    return { x: Math.min(...list.map((place) => place.x)), y: Math.min(...list.map((place) => place.y)) };
  };
  const to = corner(moving.map((node) => flow.layout?.[node.id] ?? { x: 0, y: 0 }));
  const from = corner(placed.values());
  return new Map(
    [...placed].map(([id, place]) => [id, onGrid({ x: place.x - from.x + to.x, y: place.y - from.y + to.y })]),
  );
}

function reachOf(card: Card): number {
  return card.gate ? CARD.basinReach + 24 : 0;
}
