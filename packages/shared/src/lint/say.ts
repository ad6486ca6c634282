/** Words that several rules need. */

import { DAY, sayDuration } from "../time/duration.ts";
import type { Linked } from "./calls.ts";
import type { Concrete } from "./witness.ts";

/** "if **Ordered already?** goes Otherwise", or undefined when no condition decides on the way. */
export function sayAssumed(calls: Linked, concrete: Concrete | null): string | undefined {
  if (!concrete || concrete.assumes.length === 0) return undefined;
  const seen = new Map(
    concrete.assumes.map(({ node, port }) => [`${node}/${port}`, `${calls.nodes[node]!.name} goes ${port}`]),
  );
  return `if ${[...seen.values()].join(" and ")}`;
}

/** "26 h after the last message"; whole days beyond three of them. */
export function saySince(sinceInbound: number | null): string {
  if (sinceInbound === null) return "before the person has written";
  const rounded = sinceInbound > 3 * DAY ? Math.round(sinceInbound / DAY) * DAY : sinceInbound;
  return `${sayDuration(rounded)} after the last message`;
}
