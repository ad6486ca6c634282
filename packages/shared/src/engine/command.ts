/** What a session asks the shell to do. Imperative. A turn's commands are committed with its session or not at all. */
import type { Decision } from "../caps/decide-send.ts";
import type { Json } from "../flow/json.ts";
import type { HttpCall, SendRequest } from "../nodes/definition.ts";

export type Command =
  | ({ kind: "send-message"; id: string; node: string; request: SendRequest; decision: Decision } & InSubflow)
  | { kind: "set-field"; name: string; value: Json }
  | { kind: "hand-off"; team: string | null; note: string | null }
  | { kind: "set-consent"; marketing: "in" | "out" }
  /** For the contact's other sessions. */
  | { kind: "raise-event"; name: string; data: Json }
  /** Stands in the session's wait too, which is what the shell keeps it by until it is answered. */
  | { kind: "call-http"; call: HttpCall };

/** The flow its node belongs to, when that is not the session's own but one that was called. */
export interface InSubflow {
  flow?: string;
  revision?: number;
}

/** A line of the trace: what happened where, as a code with parameters. */
export interface TraceLine extends InSubflow {
  code: "entered" | "left" | "waits" | "called" | "returned" | "ended" | "send-refused" | "note";
  node: string;
  port?: string;
  reason?: string;
  rule?: string;
  detail?: string;
}
