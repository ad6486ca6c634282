/**
 * A message: intent, resolved content and both renderings; never rewritten (T9). Its attempts are what was really tried.
 *
 *   message   held · queued · sent · expired · withdrawn · refused(reason)
 *   attempt   inflight -> accepted(wamid) -> delivered -> read, or failed(code), or unknown
 *
 * An attempt that failed is final; a message may get another one (B1). "sent" means an attempt was accepted or nobody knows
 * (B7); what became of it then stands on the attempt.
 */
import type { Charge } from "../costs/charge.ts";
import type { FreeFormContent, MessageClass, OutgoingContent } from "../messages/outgoing.ts";
import type { Instant } from "../time/instant.ts";

export type MessageState = "held" | "queued" | "sent" | "expired" | "withdrawn" | "refused";
export type AttemptState = "inflight" | "accepted" | "delivered" | "read" | "failed" | "unknown";

export interface Attempt {
  id: string;
  as: "template" | "interactive" | "free-form";
  /** The rule that let it go. */
  rule: string;
  state: AttemptState;
  at: Instant;
  wamid?: string;
  acceptedAt?: Instant;
  deliveredAt?: Instant;
  readAt?: Instant;
  failedAt?: Instant;
  code?: number;
  /** What it costs when it is delivered (E3). */
  charge?: Charge;
}

export interface HoldState {
  /** The rule that holds it. */
  rule: string;
  /** An interaction of the contact ends it. */
  interaction: boolean;
  /** It is decided anew then; null: by nothing but an interaction. */
  until: Instant | null;
  since: Instant;
  /** The last interaction let another one go: only the next one, or its own instant, lets this one go (I3). */
  behind?: true;
  /** The marketing it waits behind (D2, D6). */
  after?: { name: string; flow: string | null; at: Instant | null };
}

/** Who wants it sent. */
export type MessageOrigin =
  | {
      kind: "flow";
      session: string;
      flow: string;
      flowName: string;
      revision: number;
      node: string;
      nodeName: string;
      test?: true;
    }
  | { kind: "agent"; by: string }
  | { kind: "default-reply" }
  /** Somebody of ours wrote it in the WhatsApp app of the number. */
  | { kind: "phone" };

export interface Message {
  id: string;
  contact: string;
  channel: string;
  origin: MessageOrigin;
  class: MessageClass;
  content: OutgoingContent;
  twin: FreeFormContent | null;
  prefer: "interactive" | "template";
  /** Never held: its node is left at once instead (T5). */
  whenHeld?: "leave";
  /** Accepted stands for delivered: the deadline ends there (T1). */
  awaitDelivery?: false;
  state: MessageState;
  reason?: string;
  hold: HoldState | null;
  /** Over hold, retries and delivery (T4). */
  deadline: Instant | null;
  /** Attempts that met 131049, and how many are allowed (B1). */
  blocks: number;
  maxTries: number;
  /** Not before: after a rate limit or when nothing reached WhatsApp. */
  notBefore: Instant | null;
  /** Tries that never left or were told to come back later. */
  delays: number;
  createdAt: Instant;
  attempts: Attempt[];
  /** A person released it by hand. */
  released?: true;
  /** The port by which its node was left, and whether a late tap was already followed (I4). */
  leftBy?: string;
  lateTapped?: true;
}

/** What people call it: the node's name, or who wrote it. */
export function messageName(message: Message): string {
  switch (message.origin.kind) {
    case "flow":
      return message.origin.nodeName;
    case "agent":
      return `Message of ${message.origin.by}`;
    case "phone":
      return "Message from the phone";
    default:
      return "Default reply";
  }
}

export function sessionOf(message: Message): string | null {
  return message.origin.kind === "flow" ? message.origin.session : null;
}

/** Will the program still try to send it? */
export function isOpen(message: Message): boolean {
  return message.state === "held" || message.state === "queued";
}

/** Part of every decision about the contact: open, in flight, of unknown outcome, or with a timer that will name it. */
export function isLive(message: Message): boolean {
  return (
    isOpen(message) ||
    isUnknown(message) ||
    dueAt(message) !== null ||
    message.attempts.some((attempt) => attempt.state === "inflight")
  );
}

/** It counts as sent, but nobody knows: someone may resend it or forget it (B7). */
export function isUnknown(message: Message): boolean {
  return message.state === "sent" && lastAttempt(message)?.state === "unknown";
}

export function lastAttempt(message: Message): Attempt | undefined {
  return message.attempts.at(-1);
}

/** Does its deadline still run (T4)? Not while it is in flight: the outcome comes within seconds and is waited for. */
export function isUnderDeadline(message: Message): boolean {
  if (message.deadline === null || message.leftBy !== undefined) return false;
  if (isOpen(message)) return true;
  const last = lastAttempt(message)?.state;
  return message.state === "sent" && (last === "unknown" || (last === "accepted" && message.awaitDelivery !== false));
}

/** When this message needs a look by itself: its hold ends, or its deadline passes. Null: never. */
export function dueAt(message: Message): Instant | null {
  const ends = message.state === "held" ? (message.hold?.until ?? null) : null;
  const deadline = isUnderDeadline(message) ? message.deadline : null;
  if (ends === null) return deadline;
  return deadline === null ? ends : Math.min(ends, deadline);
}
