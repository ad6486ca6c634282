import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Position } from "./add-node.ts";

/** Sets positions; sizes of notes stay. Ids that are not in the flow are left out. */
export function moveNodes(flow: FlowDocument, positions: ReadonlyMap<string, Position>): FlowDocument {
  const layout = { ...flow.layout };
  let moved = false;
  for (const node of flow.nodes) {
    const to = positions.get(node.id);
    const from = layout[node.id];
    if (!to || (from && from.x === to.x && from.y === to.y)) continue;
    layout[node.id] = { ...from, x: to.x, y: to.y };
    moved = true;
  }
  return moved ? { ...flow, layout } : flow;
}
