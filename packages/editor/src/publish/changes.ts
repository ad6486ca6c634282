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
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const added = after.nodes.filter((node) => !old.has(node.id)).map((node) => node.id);
  const removed = before.nodes.filter((node) => !now.has(node.id)).map((node) => node.id);
  const changed = after.nodes
    .filter((node) => old.has(node.id) && !equal(old.get(node.id), node))
    .map((node) => node.id);
  const ways = (flow: FlowDocument) =>
    new Set(
      flow.edges
        .filter((edge) => old.has(edge.source) && now.has(edge.source) && old.has(edge.target) && now.has(edge.target))
        .map((edge) => `${edge.source}/${edge.sourceHandle}/${edge.target}`),
    );
  const [oldWays, newWays] = [ways(before), ways(after)];
  const differing = [
    ...[...oldWays].filter((way) => !newWays.has(way)),
    ...[...newWays].filter((way) => !oldWays.has(way)),
  ];
  const edges = new Set(differing.map((way) => way.slice(0, way.lastIndexOf("/")))).size;
  const own = ({ name, description, language, settings, templates, variables }: FlowDocument) => ({
    name,
    description,
    language,
    settings,
    templates,
    variables,
  });
  const settings = !equal(own(before), own(after));
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

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => equal(one[key], other[key]));
}
