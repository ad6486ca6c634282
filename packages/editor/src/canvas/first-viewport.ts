import type { Viewport } from "@xyflow/react";
import { CARD } from "./card-size.ts";

interface Placed {
  position: { x: number; y: number };
  width?: number;
  height?: number;
}

const MARGIN = 14;
/** Smaller than this, letters on cards can hardly be read; a flow that needs it is shown from its beginning instead. */
const SMALLEST = 0.7;

/** What is seen first: the whole flow if it can be read, else its beginning. */
export function firstViewport(nodes: readonly Placed[], width: number, height: number): Viewport {
  if (nodes.length === 0) return { x: 0, y: 0, zoom: 1 };
  const left = Math.min(...nodes.map((node) => node.position.x)) - CARD.grid;
  const top = Math.min(...nodes.map((node) => node.position.y)) - CARD.grid;
  const right = Math.max(...nodes.map((node) => node.position.x + (node.width ?? 0))) + CARD.grid;
  const bottom = Math.max(...nodes.map((node) => node.position.y + (node.height ?? 0))) + CARD.grid;
  const across = (width - 2 * MARGIN) / (right - left);
  const down = (height - 2 * MARGIN) / (bottom - top);
  const whole = Math.min(1, across, down);
  if (whole >= SMALLEST) {
    return { x: (width - (left + right) * whole) / 2, y: (height - (top + bottom) * whole) / 2, zoom: whole };
  }
  const zoom = Math.min(0.88, Math.max(SMALLEST, down));
  const y = (bottom - top) * zoom <= height - 2 * MARGIN ? (height - (top + bottom) * zoom) / 2 : MARGIN - top * zoom;
  return { x: MARGIN - left * zoom, y, zoom };
}
