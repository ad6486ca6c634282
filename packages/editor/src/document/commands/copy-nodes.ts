import type { FlowDocument, FlowEdge, FlowNode } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";

/** A part of a flow that travels by the clipboard: nodes, the edges among them, their places and the templates they may need. */
export interface Fragment {
  sluice: "fragment";
  nodes: FlowNode[];
  edges: FlowEdge[];
  layout: NonNullable<FlowDocument["layout"]>;
  templates: Template[];
}

export function copyNodes(flow: FlowDocument, ids: ReadonlySet<string>): Fragment {
  const nodes = flow.nodes.filter((node) => ids.has(node.id));
  const named = new Set(nodes.map((node) => node.config["name"]));
  return {
    sluice: "fragment",
    nodes,
    edges: flow.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    layout: Object.fromEntries(Object.entries(flow.layout ?? {}).filter(([id]) => ids.has(id))),
    templates: (flow.templates ?? []).filter((template) => named.has(template.name)),
  };
}
