import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Card } from "./card.ts";

/**
 * The order in which Tab, the list view and a screen reader go through a flow: from the entries along the ways out in
 * their order, depth first; then what nothing leads to, from the upper left.
 */
export function readingOrder(flow: FlowDocument, cards: ReadonlyMap<string, Card>): string[] {
  const onward = new Map<string, { port: string; target: string }[]>();
  for (const { source, sourceHandle, target } of flow.edges) {
    const list = onward.get(source);
    if (list) list.push({ port: sourceHandle, target });
    else onward.set(source, [{ port: sourceHandle, target }]);
  }
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (start: string) => {
    const stack = [start];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const card = cards.get(id);
      if (seen.has(id) || !card) continue;
      seen.add(id);
      order.push(id);
      const ports = [...card.rows, ...card.spill].map((port) => port.id);
      const ways = (onward.get(id) ?? []).toSorted(
        (left, right) => ports.indexOf(left.port) - ports.indexOf(right.port),
      );
      for (const way of ways.toReversed()) stack.push(way.target);
    }
  };
  const byPlace = flow.nodes.toSorted((left, right) => {
    const [a, b] = [flow.layout?.[left.id], flow.layout?.[right.id]];
    return (a?.y ?? 0) - (b?.y ?? 0) || (a?.x ?? 0) - (b?.x ?? 0);
  });
  for (const node of byPlace) if (cards.get(node.id)?.entry) visit(node.id);
  for (const node of byPlace) visit(node.id);
  return order;
}
