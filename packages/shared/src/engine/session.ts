/**
 * One run of a flow in a conversation, pinned to a revision. Plain JSON: it is written out and read back after every turn,
 * and stays small whatever the size of the flow.
 */
import type { Json } from "../flow/json.ts";
import type { WaitRequest } from "../nodes/definition.ts";
import type { Instant } from "../time/instant.ts";

export interface Wait extends WaitRequest {
  since: Instant;
}

/** A flow that was called and has not come to its end: where it stands, and what it remembers. */
export interface Frame {
  flow: string;
  /** The one that was published when it was called. */
  revision: number;
  node: string;
  at?: number;
  variables: Record<string, Json>;
}

export interface Session {
  id: string;
  /** The conversation it runs in: a contact on a channel. */
  contact: string;
  channel: string;
  flow: string;
  revision: number;
  /** `ended` sessions carry a reason: a port's name, an `end` node's words, or a code (`stopped`, `endless-turn`, …). */
  status: "running" | "ended";
  reason?: string;
  /** The node it stands on; the last one after the end. While a called flow runs, the node that called it. */
  node: string;
  /** Where `node` is found in its revision. A hint: looking it up costs a tenth of a turn in a flow of 10,000 nodes. */
  at?: number;
  entry: string;
  wait: Wait | null;
  variables: Record<string, Json>;
  /** Flows that were called, outermost first; the wait is the last one's. Missing while none runs. */
  frames?: Frame[];
  /** Counts turns; ids of messages are `session:turn:n`, so a turn that is replayed makes the same ones. */
  turn: number;
  /** Raised with every change of the wait: a timer of an older generation is a no-op. */
  generation: number;
  /** All chance in this session comes from here. */
  seed: number;
  startedAt: Instant;
  /** A trial run of a draft: passes the same gate, stays out of the figures. */
  test?: true;
}

/** Where a session really stands: in the flow that was called last, or in its own. */
export function standingOf(session: Session): { flow: string; revision: number; node: string } {
  return session.frames?.at(-1) ?? session;
}
