import { type ConnectionLineComponentProps, Position } from "@xyflow/react";
import { edgePath } from "./edge-path.ts";

/** The channel while it is being drawn. */
export function ConnectionLine({ fromX, fromY, toX, toY, fromPosition }: ConnectionLineComponentProps) {
  const { d } = edgePath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    down: fromPosition === Position.Bottom,
    straight: 0,
  });
  return <path className="connection-line" d={d} />;
}
