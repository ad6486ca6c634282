/** Two versions of a flow on one canvas: the later one, with what went as ghosts where it stood. */
import { diffFlows } from "@sluice/shared/flow/diff-flows";
import type { FlowDocument, FlowEdge } from "@sluice/shared/flow/document";

export type NodeChange = "added" | "removed" | "changed";
export type EdgeChange = "added" | "removed";

export interface FlowDiff {
  /** `after`, and the nodes and edges of `before` that are gone. */
  document: FlowDocument;
  /** By id; what is the same in both is missing. Edges that went have ids of their own. */
  nodes: ReadonlyMap<string, NodeChange>;
  edges: ReadonlyMap<string, EdgeChange>;
  /** Nodes that changed, and those at the ends of edges that did. */
  touched: ReadonlySet<string>;
}

export function flowDiff(before: FlowDocument, after: FlowDocument): FlowDiff {
  const changes = diffFlows(before, after);
  const nodes = new Map<string, NodeChange>();
  for (const { part, id, change } of changes) if (part === "node") nodes.set(id, change);
  const edges = new Map<string, EdgeChange>();
  const gone: FlowEdge[] = [];
  for (const { edge, fields } of changes) {
    if (!edge) continue;
    for (const { before: was, after: is } of fields) {
      const came = find(after, edge, is);
      const went = find(before, edge, was);
      if (came) edges.set(came.id, "added");
      if (!went) continue;
      const ghost = { ...went, id: `gone: ${went.id}` };
      gone.push(ghost);
      edges.set(ghost.id, "removed");
    }
  }
  const ghosts = before.nodes.filter(({ id }) => nodes.get(id) === "removed");
  const document: FlowDocument = {
    ...after,
    nodes: [...after.nodes, ...ghosts],
    edges: [...after.edges, ...gone],
    layout: { ...before.layout, ...after.layout },
  };
  const ends = document.edges.filter(({ id }) => edges.has(id)).flatMap(({ source, target }) => [source, target]);
  return { document, nodes, edges, touched: new Set([...nodes.keys(), ...ends]) };
}

function find(flow: FlowDocument, { source, port }: { source: string; port: string }, target: unknown) {
  return flow.edges.find((edge) => edge.source === source && edge.sourceHandle === port && edge.target === target);
}
