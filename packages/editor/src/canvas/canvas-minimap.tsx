import { MiniMap } from "@xyflow/react";
import type { CardNode } from "./flow-view.ts";

const FILLS = {
  marketing: "var(--marketing)",
  free: "var(--water-line)",
  utility: "var(--utility)",
  auth: "var(--auth)",
  logic: "var(--edge-dry)",
} as const;

export function CanvasMinimap() {
  return (
    <MiniMap<CardNode>
      ariaLabel="Map of the flow"
      pannable
      zoomable
      style={{ width: 152, height: 92 }}
      offsetScale={4}
      bgColor="transparent"
      maskColor="transparent"
      maskStrokeColor="var(--water)"
      maskStrokeWidth={1.5}
      nodeBorderRadius={12}
      nodeColor={(node) =>
        node.type === "note" ? "var(--warn-tint)" : `color-mix(in srgb, ${FILLS[node.data.card.tone]} 75%, transparent)`
      }
    />
  );
}
