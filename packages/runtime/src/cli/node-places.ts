/** Where the nodes of a flow stand in its file. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { itemPlaces, type Place } from "@sluice/shared/flow/json-lines";

export type { Place };

/** By node id. Empty when the file is not the flow itself, but something it was made from. */
export function nodePlaces(flow: FlowDocument, text: string): ReadonlyMap<string, Place> {
  const places = itemPlaces(text, "nodes", "id");
  if (places.length !== flow.nodes.length) return new Map();
  return new Map(flow.nodes.flatMap((node, position) => (places[position] ? [[node.id, places[position]]] : [])));
}

const MOST_COLUMNS = 100;

/** "201 │ "id": "last-hours"": the line, without its indent; of very long ones the part around the column. */
export function excerpt(lines: readonly string[], { line, column }: Place): string {
  const whole = lines[line - 1]?.trimEnd() ?? "";
  const from = whole.length <= MOST_COLUMNS ? 0 : Math.max(0, column - 1 - MOST_COLUMNS / 2);
  const part = whole.slice(from, from + MOST_COLUMNS).trim();
  return `${line} │ ${from > 0 ? "…" : ""}${part}${from + MOST_COLUMNS < whole.length ? "…" : ""}`;
}
