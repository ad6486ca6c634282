/**
 * The append-only log of a contact: codes and parameters, not sentences (timeline.ts says them). Ledger events stand in it
 * whole, so that the ledger can be rebuilt from it.
 */
import type { LedgerEvent } from "../caps/ledger.ts";
import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";

export type LogCode =
  | "received"
  | "to-inbox"
  | "session-started"
  | "session-ended"
  | "session-moved"
  | "session-repinned"
  | "handed-off"
  | "given-back"
  | "sent"
  | "held"
  | "released"
  | "blocked"
  | "given-up"
  | "not-sent"
  | "withdrawn"
  | "unknown"
  | "delayed"
  | "opted-out"
  | "opted-in"
  | "node-left"
  | "event-raised"
  | "answered-by-phone"
  | "number-changed"
  | "contact-changed"
  | "note";

export interface LogEntry {
  at: Instant;
  code: LogCode;
  channel: string;
  rule?: string;
  session?: string;
  flow?: string;
  node?: string;
  message?: string;
  /** Parameters of the sentence. */
  params: Record<string, Json>;
}

export interface LedgerLogEntry {
  at: Instant;
  event: LedgerEvent;
}
