import type { FlowDocument } from "@sluice/shared/flow/document";

/** `freshId(new Set(["text-1"]), "text")` -> "text-2": the first free number, so the same edits give the same file. */
export function freshId(taken: ReadonlySet<string>, prefix: string): string {
  let number = 1;
  while (taken.has(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

export function nodeIds(flow: FlowDocument): Set<string> {
  return new Set(flow.nodes.map((node) => node.id));
}

export function edgeIds(flow: FlowDocument): Set<string> {
  return new Set(flow.edges.map((edge) => edge.id));
}
