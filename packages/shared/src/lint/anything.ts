import {
  blockOf,
  CLASSES,
  CLOSED,
  countOf,
  isDeclined,
  isRunning,
  isStopped,
  MANY,
  OPEN,
  PAST,
  SILENT,
  streakOf,
  windowOf,
  withBlocks,
} from "./state-class.ts";
import { widest } from "./widest.ts";
import type { Zone } from "./zone.ts";

/** What a flow that nobody has handed in may have left behind: every state there is. */
export function anything(tracksConversations: boolean): { state: number; zone: Zone }[] {
  const states: { state: number; zone: Zone }[] = [];
  for (let state = 0; state < CLASSES; state += 1) {
    const isKnown = windowOf(state) === OPEN || windowOf(state) === CLOSED;
    if (!isKnown || streakOf(state) > 2 || countOf(state) > 2) continue;
    if (!isRunning(state) ? countOf(state) > 0 : !tracksConversations || countOf(state) > streakOf(state)) continue;
    // Nothing marketing is sent any more: what else there is does not matter.
    if (isStopped(state) && (streakOf(state) > 0 || isRunning(state) || blockOf(state) > 0 || isDeclined(state)))
      continue;
    // Without a block there is nothing to count, and a word ends the count.
    const counts = blockOf(state) === SILENT || blockOf(state) === PAST;
    states.push({ state: counts ? withBlocks(state, MANY) : state, zone: widest(state) });
  }
  return states;
}
