/**
 * One call of a flow from one state: what is known inside it, who called, and how it ended. So a called flow is a function
 * from the state that comes in to the states that come out; whoever calls it from the same state again gets the same
 * answers without another walk, and a flow that calls itself comes to a fixed point like any loop.
 */
import type { Region } from "./calls.ts";
import type { Failing, Item } from "./item.ts";
import type { Zone } from "./zone.ts";

export interface Context {
  /** Null for the flow that is looked at. */
  region: Region | null;
  /** Position of its first node; the lists below begin there. */
  first: number;
  /** Its own frequency or quiet hours may hold marketing. */
  hasOwnHolds: boolean;
  /** Known states by node and phase. */
  known: (Item[] | undefined)[];
  /** States that would be held (D2, D6) or refused (D9) on arrival, by node; the earliest first. */
  failing: (Failing[] | undefined)[];
  /** Nodes at which a send was let through on arrival. */
  passing: Uint8Array;
  /** Bit 1, 2, 4: arrived with a streak of 0, 1, 2 or more. */
  streaks: Uint8Array;
  /** Where it was called from, in this state. */
  callers: Item[];
  /** How it ended: states at the region's two last nodes. */
  exits: Item[];
  /** The state that came in. */
  state: number;
  zone: Zone;
  z0: number;
  z1: number;
}

export function contextOf(
  region: Region | Pick<Region, "first" | "failed" | "policy">,
  { state, zone, z0, z1 }: Pick<Context, "state" | "zone" | "z0" | "z1">,
): Context {
  const { first, failed, policy } = region;
  const length = failed + 1 - first;
  return {
    region: "flow" in region ? region : null,
    first,
    hasOwnHolds: policy.gate !== "off" && policy.frequencies.length + policy.quietHours.length > 0,
    known: [],
    failing: new Array(length),
    passing: new Uint8Array(length),
    streaks: new Uint8Array(length),
    callers: [],
    exits: [],
    state,
    zone,
    z0,
    z1,
  };
}
