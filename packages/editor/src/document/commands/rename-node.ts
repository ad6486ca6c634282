import type { FlowDocument } from "@sluice/shared/flow/document";

/** An empty title takes the title away; people then see the id. */
export function renameNode(flow: FlowDocument, id: string, title: string): FlowDocument {
  const nodes = flow.nodes.map((node) => {
    if (node.id !== id || (node.title ?? "") === title) return node;
    const { title: _before, ...rest } = node;
    return title ? { ...rest, title: title.slice(0, 200) } : rest;
  });
  return nodes.every((node, index) => node === flow.nodes[index]) ? flow : { ...flow, nodes };
}
