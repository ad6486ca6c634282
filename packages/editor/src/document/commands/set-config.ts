import type { FlowDocument, FlowNode } from "@sluice/shared/flow/document";

/**
 * Changes what a node does. `portsOf` names a node's ways out: edges of ways that are gone with the change go as well,
 * so that removing a button is one act and one undo.
 */
export function setConfig(
  flow: FlowDocument,
  id: string,
  config: FlowNode["config"],
  portsOf: (node: FlowNode, flow: FlowDocument) => readonly string[],
): FlowDocument {
  const node = flow.nodes.find((candidate) => candidate.id === id);
  if (!node) return flow;
  const changed = { ...node, config };
  const nodes = flow.nodes.map((other) => (other === node ? changed : other));
  const after = { ...flow, nodes };
  const left = new Set(portsOf(changed, after));
  const gone = new Set(portsOf(node, flow).filter((port) => !left.has(port)));
  if (gone.size === 0) return after;
  return { ...after, edges: flow.edges.filter((edge) => edge.source !== id || !gone.has(edge.sourceHandle)) };
}
