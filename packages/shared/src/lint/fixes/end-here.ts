import type { Fix } from "./fix.ts";
import { leadOn } from "./lead-on.ts";

/** Says that nothing was meant to follow. A question that nobody hears wants its answers led on, which only people can do. */
export const endHere: Fix = {
  id: "end-here",
  title: "End here",
  codes: ["dead-end"],
  suits: (graph, { node }) => graph.nodes[graph.index.get(node ?? "") ?? -1]?.facts.send === null,
  apply: (flow, { node }) => (node === null ? null : leadOn(flow, node, ["entry"], "Finished")),
};
