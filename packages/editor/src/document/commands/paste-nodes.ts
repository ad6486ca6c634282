import type { FlowDocument } from "@sluice/shared/flow/document";
import { templateKey } from "@sluice/shared/flow/template";
import { edgeIds, freshId, nodeIds } from "../fresh-id.ts";
import { onGrid, type Position } from "./add-node.ts";
import type { Fragment } from "./copy-nodes.ts";

export interface Pasted {
  flow: FlowDocument;
  /** The new nodes, to select them. */
  ids: string[];
}

/** Puts a fragment's nodes under new ids, its upper left corner `at` the given place, or 32 px from where they came. */
export function pasteNodes(flow: FlowDocument, fragment: Fragment, at?: Position): Pasted {
  if (fragment.nodes.length === 0) return { flow, ids: [] };
  const places = fragment.nodes.map((node) => fragment.layout[node.id] ?? { x: 0, y: 0 });
  const left = Math.min(...places.map((place) => place.x));
  const top = Math.min(...places.map((place) => place.y));
  const shift = at ? { x: at.x - left, y: at.y - top } : { x: 32, y: 32 };

  const takenNodes = nodeIds(flow);
  const takenEdges = edgeIds(flow);
  const renamed = new Map<string, string>();
  const layout = { ...flow.layout };
  const nodes = fragment.nodes.map((node, index) => {
    const id = freshId(takenNodes, node.type);
    takenNodes.add(id);
    renamed.set(node.id, id);
    const place = places[index] ?? { x: 0, y: 0 };
    layout[id] = { ...place, ...onGrid({ x: place.x + shift.x, y: place.y + shift.y }) };
    return { ...structuredClone(node), id };
  });
  const edges = fragment.edges.flatMap((edge) => {
    const source = renamed.get(edge.source);
    const target = renamed.get(edge.target);
    if (!source || !target) return [];
    const id = freshId(takenEdges, "e");
    takenEdges.add(id);
    return [{ ...edge, id, source, target }];
  });
  const known = new Set((flow.templates ?? []).map((template) => templateKey(template.name, template.language)));
  const templates = fragment.templates.filter((template) => !known.has(templateKey(template.name, template.language)));
  return {
    flow: {
      ...flow,
      nodes: [...flow.nodes, ...nodes],
      edges: [...flow.edges, ...edges],
      layout,
      ...(templates.length > 0 && { templates: [...(flow.templates ?? []), ...templates] }),
    },
    ids: nodes.map((node) => node.id),
  };
}
