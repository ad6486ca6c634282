import type { FlowDocument, FlowEdge } from "@sluice/shared/flow/document";

/** Ports by which a session leaves in the ordinary course of things; healing prefers them. */
const MAIN_PORTS = ["next", "delivered", "answered", "reply", "released", "else"];

/**
 * Removes nodes with their edges, places and suppressions. With `heal`, what led into the gap leads on to where the gap
 * led: to the only node behind it, or to the one behind its main way out. Without a clear one the edges are cut.
 */
export function removeNodes(flow: FlowDocument, ids: ReadonlySet<string>, { heal }: { heal: boolean }): FlowDocument {
  const nodes = flow.nodes.filter((node) => !ids.has(node.id));
  if (nodes.length === flow.nodes.length) return flow;
  const edges = flow.edges.flatMap((edge): FlowEdge[] => {
    if (ids.has(edge.source)) return [];
    if (!ids.has(edge.target)) return [edge];
    const onward = heal ? beyond(flow.edges, edge.target, ids) : null;
    return onward === null ? [] : [{ ...edge, target: onward }];
  });
  const layout = flow.layout && Object.fromEntries(Object.entries(flow.layout).filter(([id]) => !ids.has(id)));
  const suppressions = flow.suppressions?.filter((suppression) => !ids.has(suppression.node));
  return { ...flow, nodes, edges, ...(layout && { layout }), ...(suppressions && { suppressions }) };
}

/** The node behind a run of removed ones, null when there is none or no clear one. */
function beyond(edges: readonly FlowEdge[], from: string, removed: ReadonlySet<string>): string | null {
  const seen = new Set<string>();
  for (let at = from; !seen.has(at); ) {
    seen.add(at);
    const next = mainTarget(edges.filter((edge) => edge.source === at));
    if (next === null || !removed.has(next)) return next;
    at = next;
  }
  return null;
}

function mainTarget(ways: readonly FlowEdge[]): string | null {
  const targets = new Set(ways.map((edge) => edge.target));
  if (targets.size === 1) return ways[0]?.target ?? null;
  const main = MAIN_PORTS.map((port) => ways.find((edge) => edge.sourceHandle === port)).find(Boolean);
  return main?.target ?? null;
}
