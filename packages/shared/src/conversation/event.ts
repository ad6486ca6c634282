/** What can happen to a contact. Past tense, noun first; each has its file in `events/`. */

import type { ToldPricing } from "../costs/charge.ts";
import type { Json } from "../flow/json.ts";
import type { IncomingContent, IncomingMessage } from "../messages/incoming.ts";
import type { FreeFormContent } from "../messages/outgoing.ts";
import type { HttpResult } from "../nodes/definition.ts";
import type { Duration } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import type { Message } from "./message.ts";

/** Why an attempt failed, as the error table reads the platform's code (runtime: whatsapp/error-codes.ts). */
export interface Failure {
  code: number;
  kind:
    | "capped"
    | "opted-out"
    | "window-closed"
    | "permanent"
    | "later"
    /** The number or account may not send at all: it waits until the channel is resumed. */
    | "channel-stopped"
    /** The template is paused or disabled: it is held until that is over (D17). */
    | "template-stopped";
  /** For `later`: not before. */
  retryAt?: Instant;
  /** For people, from the table. */
  says: string;
}

export type ContactEvent =
  /** `named`: the message of ours that `context.id` or the payload points at, as the store knows it. */
  | { kind: "message-received"; channel: string; message: IncomingMessage; named: Message | null }
  | { kind: "call-received"; channel: string; at: Instant }
  | {
      kind: "session-requested";
      channel: string;
      flow: string;
      revision: number;
      entry: string;
      variables: Record<string, Json>;
      by: string;
      test?: true;
    }
  | { kind: "timer-fired"; session: string; generation: number }
  /** A program, or a flow, tells something that happened: for every session that waits for this name. */
  | { kind: "event-raised"; channel: string; name: string; data: Json; by: string }
  /** What became of the call that a session waits for. */
  | { kind: "http-returned"; session: string; call: string; result: HttpResult }
  /** A hold or a deadline of this message is due. */
  | { kind: "message-due"; message: string }
  /** The outbox wants to send: decides again (D12) and marks the attempt in flight. */
  | { kind: "send-claimed"; message: string }
  /** It may go, but not yet: a limit of the account, not of the contact. */
  | { kind: "send-put-off"; message: string; until: Instant; why: string }
  | { kind: "attempt-accepted"; message: string; attempt: string; wamid: string }
  | { kind: "attempt-failed"; message: string; attempt: string; failure: Failure }
  /** No byte reached WhatsApp: not an attempt, comes again. */
  | { kind: "attempt-not-sent"; message: string; attempt: string; why: string; retryAt: Instant }
  | { kind: "attempt-unknown"; message: string; attempt: string; why: string }
  /** A status webhook; `message` is as the store knows it, found by wamid or by our callback data. */
  | {
      kind: "status-received";
      message: Message;
      attempt: string;
      wamid: string;
      status: "sent" | "delivered" | "read" | "failed";
      at: Instant;
      failure?: Failure;
      /** Who pays and why, where the status says it. */
      pricing?: ToldPricing;
    }
  /** Somebody of ours answered in the WhatsApp app of the number: the bot is quiet in this conversation. */
  | { kind: "echo-received"; channel: string; wamid: string; content: IncomingContent; at: Instant }
  /** The bot may speak again. */
  | { kind: "conversation-given-back"; channel: string; by: string }
  | { kind: "preference-changed"; channel: string; wants: "stop" | "resume"; at: Instant }
  /** Somebody at work, or a program, knows what the contact wishes (D1). `at`: when it was said. */
  | { kind: "consent-set"; channel: string; wants: "in" | "out"; source: string; by: string; at: Instant }
  /** Somebody at work, or a program, changed what we know; a field that is null is removed. */
  | {
      kind: "contact-changed";
      channel: string;
      by: string;
      name?: string | null;
      timeZone?: string | null;
      fields?: Record<string, Json>;
    }
  | { kind: "agent-wrote"; channel: string; by: string; content: FreeFormContent }
  | { kind: "session-stopped"; session: string; by: string }
  | { kind: "session-moved"; session: string; node: string; by: string }
  /** A publication moves it to another revision, where it stands on the same node (T10). */
  | { kind: "session-repinned"; session: string; flow: string; revision: number; by: string }
  /** Nothing happened to it for so long. */
  | { kind: "session-idled"; session: string; after: Duration }
  /** A handed-off session goes back to its flow. */
  | { kind: "session-given-back"; session: string; by: string }
  /** A person lets a held message go, or takes it back. */
  | { kind: "hold-released"; message: string; by: string }
  | { kind: "hold-cancelled"; message: string; by: string }
  /** A person decides about an attempt nobody knows the outcome of (B7). */
  | { kind: "unknown-resent"; message: string; by: string }
  | { kind: "unknown-forgotten"; message: string; by: string }
  /** Settings, templates or a pause changed: what is held is decided anew (D13). */
  | { kind: "policy-changed" };
