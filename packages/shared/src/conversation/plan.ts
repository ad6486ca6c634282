/** What a decision wants written: one transaction, all of it or nothing. Sending comes after, from the outbox. */
import type { Ledger } from "../caps/ledger.ts";
import type { Session } from "../engine/session.ts";
import type { LedgerLogEntry, LogEntry } from "./log-entry.ts";
import { type Attempt, lastAttempt, type Message } from "./message.ts";
import { replaced } from "./replaced.ts";
import type { Contact, ContactState, Conversation } from "./state.ts";

export interface Plan {
  /** Only what changed; a session that ended is in `sessions` with its reason. */
  contact: Contact | null;
  ledger: Ledger | null;
  conversations: Conversation[];
  sessions: Session[];
  messages: Message[];
  log: LogEntry[];
  ledgerLog: LedgerLogEntry[];
  /** Answers for whoever asked. */
  result: PlanResult;
}

export type PlanResult =
  | { kind: "done" }
  | { kind: "started"; session: string }
  | { kind: "already-running"; session: string }
  /** The sessions that an event woke. */
  | { kind: "raised"; sessions: string[] }
  | { kind: "claimed"; message: Message; attempt: Attempt }
  | { kind: "not-claimed"; state: Message["state"] }
  | { kind: "sent"; message: string }
  | { kind: "refused"; reason: string; rule: string; says: string }
  | { kind: "unknown-subject" };

export function isEmpty(plan: Plan): boolean {
  return (
    plan.contact === null &&
    plan.ledger === null &&
    plan.conversations.length +
      plan.sessions.length +
      plan.messages.length +
      plan.log.length +
      plan.ledgerLog.length ===
      0
  );
}

/** Two decisions that are committed as one; whoever asked gets the answer to the first. */
export function bothPlans(first: Plan, second: Plan): Plan {
  return {
    contact: second.contact ?? first.contact,
    ledger: second.ledger ?? first.ledger,
    conversations: replaced(first.conversations, second.conversations, ({ channel }) => channel),
    sessions: replaced(first.sessions, second.sessions, ({ id }) => id),
    messages: replaced(first.messages, second.messages, ({ id }) => id),
    log: [...first.log, ...second.log],
    ledgerLog: [...first.ledgerLog, ...second.ledgerLog],
    result: first.result,
  };
}

/** The attempts that this plan, decided on this state, marks in flight: what may be sent once it is committed. */
export function claimedBy(plan: Plan, state: ContactState): { message: Message; attempt: Attempt }[] {
  return plan.messages.flatMap((message) => {
    const attempt = lastAttempt(message);
    if (attempt?.state !== "inflight") return [];
    const before = state.messages.find(({ id }) => id === message.id);
    return before?.attempts.some(({ id }) => id === attempt.id) ? [] : [{ message, attempt }];
  });
}
