/** What becomes of messages, told to the sessions that wait for them. */
import type { Decision } from "../caps/decide-send.ts";
import type { Wake } from "../nodes/definition.ts";
import type { Trigger } from "./gate.ts";
import { decideHeld, logHeld } from "./gate.ts";
import { isUnderDeadline, type Message, sessionOf } from "./message.ts";
import { runSession } from "./run-session.ts";
import type { Work } from "./work.ts";

/** Wakes the session that waits for this message, if one does. */
export function tell(work: Work, message: Message, wake: Extract<Wake, { kind: `message-${string}` }>): void {
  const id = sessionOf(message);
  const session = id === null ? undefined : work.session(id);
  if (session?.status === "running" && session.wait?.message === message.id) runSession(work, session, wake);
}

/** It will not be sent any more. The node is left by the port of the reason. */
export function refuse(
  work: Work,
  message: Message,
  reason: string,
  rule: string | undefined,
  says: string | null = null,
  code: number | null = null,
): void {
  const since =
    reason === "opted-out"
      ? (work.ledger.stoppedByMetaAt ?? work.ledger.stoppedByWordAt)
      : reason === "window-closed"
        ? (work.ledger.windows[message.channel]?.lastInboundAt ?? null)
        : null;
  const refused = work.putMessage({ ...message, state: "refused", reason, hold: null });
  work.logMessage("not-sent", refused, { reason, code, says, since, port: null }, rule);
  tell(work, refused, { kind: "message-refused", message: message.id, reason });
}

/** The tries ran out or the deadline passed: `capped` if any attempt met 131049, else `expired` (T4). */
export function giveUp(work: Work, message: Message, rule: string): void {
  const reason = message.blocks > 0 ? "capped" : "expired";
  const given = work.putMessage({
    ...message,
    state: message.state === "sent" ? "sent" : "expired",
    reason,
    hold: null,
  });
  const sent = given.state === "sent";
  work.logMessage("given-up", given, { reason, tries: message.blocks, deadline: message.deadline, sent }, rule);
  tell(work, given, { kind: "message-refused", message: message.id, reason });
}

/** The gate says wait. A node that does not wait at its gate is left at once (T5). */
export function hold(work: Work, message: Message, decision: Decision & { kind: "hold" }): void {
  if (message.whenHeld === "leave") giveUp(work, message, decision.rule);
  else logHeld(work, message, decision);
}

export function isPastDeadline(work: Work, message: Message): boolean {
  return message.deadline !== null && message.deadline <= work.now && isUnderDeadline(message);
}

/** D13, with refusals carried out. What is past its deadline is given up first, even if nobody noticed yet (T4). */
export function decideHeldAnew(work: Work, trigger: Trigger, only?: string): void {
  if (only === undefined) work.consentChanged = false;
  for (const { id } of work.messages()) {
    const message = work.message(id);
    if (message?.state === "held" && isPastDeadline(work, message)) giveUp(work, message, "T4");
  }
  decideHeld(work, trigger, (message, reason, rule) => refuse(work, message, reason, rule), only);
}
