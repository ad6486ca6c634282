/** Leads ways out of a node that lead nowhere to an end. */
import type { FlowDocument } from "../../flow/document.ts";
import { flowContext } from "../../flow/flow-context.ts";
import type { Way } from "../../nodes/definition.ts";
import { nodeType } from "../../nodes/registry.ts";
import { placeOf, withEdge, withNode } from "./edit-flow.ts";

/** Beside the node, below its main way. */
const BESIDE = { x: 360, y: 180 };

/** `after` names the ways. They share the end that one of them has already, or a new one with this reason. */
export function leadOn(
  flow: FlowDocument,
  id: string,
  after: readonly Way["after"][],
  reason: string,
): FlowDocument | null {
  const node = flow.nodes.find((candidate) => candidate.id === id);
  const definition = node && nodeType(node.type);
  const config = definition?.schema.safeParse(node?.config);
  if (!node || !definition || !config?.success) return null;
  const ways = definition.facts(config.data, flowContext(flow)).ways.filter((way) => after.includes(way.after));
  const ports = [...new Set(ways.map(({ port }) => port))];
  const types = new Map(flow.nodes.map((other) => [other.id, other.type]));
  const led = ports.map((port) => targetOf(flow, id, port)).filter((target) => target !== null && types.has(target));
  const open = ports.filter((port) => !types.has(targetOf(flow, id, port) ?? ""));
  if (open.length === 0) return null;
  const place = placeOf(flow, id);
  const known = led.find((target) => target !== null && types.get(target) === "end");
  const end = known
    ? { flow, id: known }
    : withNode(
        flow,
        { type: "end", title: reason, config: { reason } },
        place && { x: place.x + BESIDE.x, y: place.y + BESIDE.y },
      );
  return open.reduce((edited, port) => withEdge(edited, { source: id, sourceHandle: port }, end.id), end.flow);
}

function targetOf(flow: FlowDocument, source: string, port: string): string | null {
  return flow.edges.findLast((edge) => edge.source === source && edge.sourceHandle === port)?.target ?? null;
}
