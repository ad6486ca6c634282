import type { FlowDocument, FlowEdge } from "../../flow/document.ts";
import type { Finding, WitnessStep } from "../finding.ts";
import { placeOf, withEdge, withNode } from "./edit-flow.ts";
import type { Fix } from "./fix.ts";

/** More edges than this are not rewritten by one press. */
const MOST_EDGES = 12;

/** Puts a wait into the edge by which the path arrives; into the next one as long as another path still shows the same. */
export const waitForAMessage: Fix = {
  id: "wait-for-a-message",
  title: "Wait for a message before it",
  codes: ["sequential-marketing", "marketing-loop"],
  suits: (graph, { node, witness }) => {
    const before = stepBefore(witness);
    if (before?.port === undefined) return false;
    return graph.edgeOf(graph.index.get(before.node) ?? -1, before.port)?.target === node;
  },
  apply: (flow, finding, check) => {
    let fixed = flow;
    let left: readonly Finding[] = [finding];
    for (let round = 0; left.length > 0 && round < MOST_EDGES; round += 1) {
      const edge = lastEdge(fixed, left[0]!);
      if (!edge) break;
      fixed = withWait(fixed, edge);
      left = check(fixed);
    }
    return left.length === 0 ? fixed : waitsOnEveryWay(flow, finding.node);
  },
};

/** The edge by which the path in the finding gets to its node. */
function lastEdge(flow: FlowDocument, { node, witness }: Finding): FlowEdge | null {
  const before = stepBefore(witness);
  if (!before) return null;
  const edge = flow.edges.findLast(
    ({ source, sourceHandle }) => source === before.node && sourceHandle === before.port,
  );
  return edge?.target === node ? edge : null;
}

/** In the flow itself: a called flow is another document. */
function stepBefore(witness: Finding["witness"]): WitnessStep | undefined {
  return witness?.steps.slice(0, -1).findLast(({ flow }) => flow === undefined);
}

/** One wait that every edge to the node leads to: whoever gets there has just written. */
function waitsOnEveryWay(flow: FlowDocument, node: string | null): FlowDocument | null {
  const [first, ...others] = flow.edges.filter(({ target }) => target === node);
  if (!first) return null;
  const fixed = withWait(flow, first);
  const wait = fixed.edges.find(({ id }) => id === first.id)?.target;
  if (wait === undefined) return null;
  const led = new Set(others.map(({ id }) => id));
  return { ...fixed, edges: fixed.edges.map((edge) => (led.has(edge.id) ? { ...edge, target: wait } : edge)) };
}

function withWait(flow: FlowDocument, edge: FlowEdge): FlowDocument {
  const from = placeOf(flow, edge.source);
  const to = placeOf(flow, edge.target);
  const between = from && to ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : (to ?? from);
  const wait = withNode(flow, { type: "wait-for-reply", title: "Wait for a message", config: {} }, between);
  return withEdge(withEdge(wait.flow, edge, wait.id), { source: wait.id, sourceHandle: "reply" }, edge.target);
}
