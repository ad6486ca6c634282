import type { Fix } from "./fix.ts";

export const removeNode: Fix = {
  id: "remove-node",
  title: "Delete the node",
  codes: ["unreachable-node"],
  suits: (_, { node }) => node !== null,
  apply: (flow, { node: id }) => {
    if (id === null) return null;
    const { layout, suppressions } = flow;
    return {
      ...flow,
      nodes: flow.nodes.filter((node) => node.id !== id),
      edges: flow.edges.filter((edge) => edge.source !== id && edge.target !== id),
      ...(layout && { layout: Object.fromEntries(Object.entries(layout).filter(([key]) => key !== id)) }),
      ...(suppressions && { suppressions: suppressions.filter(({ node }) => node !== id) }),
    };
  },
};
