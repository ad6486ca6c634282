/** Which groups of a flow have to be walked again after an edit, whatever arrives there. */
import type { LintNode } from "./graph.ts";
import { isSameGroup, type WalkOrder } from "./walk-order.ts";

/** In a group nothing that a walk looks at changed. */
export const SAME_GROUP = 0;
/** Its ways lead elsewhere, others lead to it, or it is another group: paths through it are told as before. */
export const OTHER_WAYS = 1;
/** What a node of it does changed. */
export const OTHER_NODES = 2;

export interface Walked {
  nodes: readonly LintNode[];
  order: WalkOrder;
}

export function changedGroups({ nodes, order }: Walked, last: Walked): Uint8Array {
  const changed = new Uint8Array(order.count);
  if (order !== last.order) {
    for (let group = 0; group < order.count; group += 1) {
      const before = last.order.of[order.members[order.start[group]!]!] ?? -1;
      if (!isSameGroup(order, group, last.order, before)) changed[group] = OTHER_WAYS;
    }
  }
  for (let at = 0; at < nodes.length; at += 1) {
    const [before, now] = [last.nodes[at], nodes[at]!];
    const group = order.of[at]!;
    if (before === now || group < 0) continue;
    if (!before || !doesTheSame(before, now)) changed[group] = OTHER_NODES;
    else if (before.ways !== now.ways && changed[group] === SAME_GROUP) changed[group] = OTHER_WAYS;
  }
  return changed;
}

/** The same to a walk, and to the path that is told of it. */
function doesTheSame(a: LintNode, b: LintNode): boolean {
  return (
    a.facts === b.facts && a.ports === b.ports && a.definition === b.definition && a.hearsInPassing === b.hearsInPassing
  );
}
