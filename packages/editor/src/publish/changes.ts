import { diffFlows, type FlowChange } from "@sluice/shared/flow/diff-flows";
import type { FlowDocument } from "@sluice/shared/flow/document";

/** How two versions of a flow differ, as numbers and ids. Places on the canvas do not count: they change nothing. */
export interface Changes {
  added: string[];
  removed: string[];
  changed: string[];
  /** Edges that came, went or lead elsewhere between nodes that both have. */
  edges: number;
  /** Name, language, settings, templates or variables differ. */
  settings: boolean;
  total: number;
}

export function changesBetween(before: FlowDocument, after: FlowDocument): Changes {
  const changes = diffFlows(before, after);
  const nodes = (change: FlowChange["change"]) =>
    changes.filter((each) => each.part === "node" && each.change === change).map(({ id }) => id);
  const [added, removed, changed] = [nodes("added"), nodes("removed"), nodes("changed")];
  const stays = new Set(before.nodes.map(({ id }) => id).filter((id) => !removed.includes(id)));
  const ways = changes.filter(
    ({ edge, fields }) =>
      edge !== undefined &&
      stays.has(edge.source) &&
      fields.some((field) => stays.has(String(field.before)) || stays.has(String(field.after))),
  );
  const edges = new Set(ways.map(({ id }) => id)).size;
  const settings = changes.some(({ part }) => part === "flow" || part === "template" || part === "variable");
  return {
    added,
    removed,
    changed,
    edges,
    settings,
    total: added.length + removed.length + changed.length + edges + (settings ? 1 : 0),
  };
}

/** "3 nodes changed, 1 added, 1 removed, 2 edges." */
export function sayChanges({ added, removed, changed, edges, settings, total }: Changes): string {
  if (total === 0) return "Nothing differs from the last revision.";
  const nodes: [number, string][] = [
    [changed.length, "changed"],
    [added.length, "added"],
    [removed.length, "removed"],
  ];
  const some = nodes.filter(([number]) => number > 0);
  const parts = some.map(([number, word], index) =>
    index === 0 ? `${number} ${number === 1 ? "node" : "nodes"} ${word}` : `${number} ${word}`,
  );
  if (edges > 0) parts.push(`${edges} ${edges === 1 ? "way leads" : "ways lead"} elsewhere`);
  if (settings) parts.push(parts.length > 0 ? "settings of the flow changed" : "Settings of the flow changed");
  return `${parts.join(", ")}.`;
}
