import type { Fix } from "./fix.ts";
import { leadOn } from "./lead-on.ts";

export const leadWindowClosedOn: Fix = {
  id: "lead-window-closed-on",
  title: "Lead window closed to an end",
  codes: ["free-form-after-window"],
  suits: (graph, { node }) =>
    graph.nodes[graph.index.get(node ?? "") ?? -1]?.ways.some(({ way }) => way.after === "refused") === true,
  apply: (flow, { node }) => (node === null ? null : leadOn(flow, node, ["refused"], "Window closed")),
};
