/** What the walks say of nodes in called flows, for each node from which the flow is called that shows it. */
import type { Context } from "./call-context.ts";
import type { Exploration } from "./explore.ts";
import type { Failing, Item } from "./item.ts";

/** A state that fails, and the calls it is in, innermost first. */
export interface FailingInCall extends Failing {
  callers: readonly Item[];
}

/** A node of a called flow, as it is reached from one node of the flow that is looked at. */
export interface Site {
  /** The outermost call. */
  from: number;
  node: number;
  failing: FailingInCall[];
  passes: boolean;
}

/** All nodes in called flows that are reached, by `siteKey`. */
export function sitesOf({ calls }: Exploration): ReadonlyMap<string, Site> {
  const sites = new Map<string, Site>();
  for (const call of calls) {
    const { first } = call;
    for (const callers of waysOut(call)) {
      const from = callers.at(-1)!.node;
      for (let at = 0; at < call.streaks.length; at += 1) {
        if (call.streaks[at] === 0) continue;
        const key = siteKey(from, first + at);
        const site = sites.get(key) ?? { from, node: first + at, failing: [], passes: false };
        sites.set(key, site);
        if (call.passing[at] !== 0) site.passes = true;
        for (const failing of call.failing[at] ?? []) site.failing.push({ ...failing, callers });
      }
    }
  }
  return sites;
}

export function siteKey(from: number, node: number): string {
  return `${from} ${node}`;
}

/** From a call outwards to each node of the flow itself from which it comes, by the fewest calls. */
function waysOut(call: Context): Item[][] {
  const found = new Map<number, Item[]>();
  const seen = new Set([call]);
  const open: { call: Context; callers: Item[] }[] = [{ call, callers: [] }];
  for (let next = 0; next < open.length; next += 1) {
    const { call: inner, callers } = open[next]!;
    for (const caller of inner.callers) {
      const way = [...callers, caller];
      if (!caller.context.region) {
        if (!found.has(caller.node)) found.set(caller.node, way);
      } else if (!seen.has(caller.context)) {
        seen.add(caller.context);
        open.push({ call: caller.context, callers: way });
      }
    }
  }
  return [...found.values()];
}
