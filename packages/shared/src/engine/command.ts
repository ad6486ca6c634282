/** What a session asks the shell to do. Imperative. A turn's commands are committed with its session or not at all. */
import type { Decision } from "../caps/decide-send.ts";
import type { Json } from "../flow/json.ts";
import type { SendRequest } from "../nodes/definition.ts";

export type Command =
  | { kind: "send-message"; id: string; node: string; request: SendRequest; decision: Decision }
  | { kind: "set-field"; name: string; value: Json }
  | { kind: "hand-off"; team: string | null; note: string | null };

/** A line of the trace: what happened where, as a code with parameters. */
export interface TraceLine {
  code: "entered" | "left" | "waits" | "ended" | "send-refused" | "note";
  node: string;
  port?: string;
  reason?: string;
  rule?: string;
  detail?: string;
}
