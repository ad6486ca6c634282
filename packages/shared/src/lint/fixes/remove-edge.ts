import type { FlowDocument, FlowEdge } from "../../flow/document.ts";
import { nodeType } from "../../nodes/registry.ts";
import type { Finding } from "../finding.ts";
import type { Fix } from "./fix.ts";

/** From a port that is not there all edges go. Of those from one that is, the last that leads to somebody stays; the session follows it, now or as soon as the others are gone. */
export const removeEdge: Fix = {
  id: "remove-edge",
  title: "Delete what leads nowhere",
  codes: ["dangling-edge", "missing-port"],
  suits: () => true,
  apply: (flow, finding) => {
    const visited = new Set(flow.nodes.flatMap((node) => (isVisited(node.type) ? [node.id] : [])));
    const known = new Set(flow.nodes.map((node) => node.id));
    const ofPort = flow.edges.filter((edge) => isAbout(edge, finding, known));
    const isPort = finding.node !== null && finding.code !== "missing-port";
    const stays = !isPort ? undefined : ofPort.findLast((edge) => visited.has(edge.target));
    const gone = new Set(ofPort.filter((edge) => edge !== stays));
    return gone.size === 0 ? null : { ...flow, edges: flow.edges.filter((edge) => !gone.has(edge)) };
  },
};

function isAbout(edge: FlowEdge, { node, port }: Finding, known: ReadonlySet<string>): boolean {
  return node === null ? !known.has(edge.source) : edge.source === node && edge.sourceHandle === port;
}

/** An unknown type may be one that people visit. */
function isVisited(type: FlowDocument["nodes"][number]["type"]): boolean {
  const definition = nodeType(type);
  return definition === undefined || definition.run !== undefined;
}
