import type { FlowDocument } from "@sluice/shared/flow/document";

/** Gives a note the size its author drags it to; other cards compute theirs. */
export function resizeNode(flow: FlowDocument, id: string, size: { width: number; height: number }): FlowDocument {
  const place = flow.layout?.[id];
  if (!place || (place.width === size.width && place.height === size.height)) return flow;
  return { ...flow, layout: { ...flow.layout, [id]: { ...place, ...size } } };
}
