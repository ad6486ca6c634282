/** What can happen to a session. Past tense, noun first. */
import type { Json } from "../flow/json.ts";
import type { IncomingMessage } from "../messages/incoming.ts";
import type { Wake } from "../nodes/definition.ts";

export type SessionEvent =
  | { kind: "started" }
  /** `generation` is the one the timer was set with. */
  | { kind: "timer-fired"; generation: number }
  | { kind: "reply-received"; message: IncomingMessage }
  /**
   * A tap on an older message of this session whose node was left by `timeout` (I4): go on at that node's port. `flow` when
   * the node stands in a flow that was called.
   */
  | { kind: "late-tap-received"; flow?: string; node: string; port: string; message: IncomingMessage }
  | Exclude<Wake, { kind: "timer-fired" | "reply-received" | "subflow-returned" | "subflow-failed" }>
  /** A person ends it, or moves it to another node. */
  | { kind: "stopped"; reason: string }
  | { kind: "moved"; node: string }
  | { kind: "variables-set"; variables: Record<string, Json> };
