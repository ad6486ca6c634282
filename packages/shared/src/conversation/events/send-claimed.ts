/**
 * The outbox wants to send. Decided again in the transaction that marks the attempt in flight (D12): hours can lie between
 * the node and this moment, and two flows, a campaign and a person share one ledger. Marketing counts from here on.
 */
import type { Decision } from "../../caps/decide-send.ts";
import { chargeFor } from "../../costs/charge.ts";
import { excesses } from "../../messages/excesses.ts";
import type { OutgoingContent } from "../../messages/outgoing.ts";
import type { Instant } from "../../time/instant.ts";
import type { ContactEvent } from "../event.ts";
import { isPaused, NOTHING_QUEUED, quietFor } from "../gate.ts";
import type { Attempt, Message } from "../message.ts";
import { decideHeldAnew, giveUp, hold, isPastDeadline, refuse } from "../outcome.ts";
import type { Work } from "../work.ts";

export function sendClaimed(work: Work, event: ContactEvent & { kind: "send-claimed" }): void {
  const known = work.message(event.message);
  if (known?.state !== "queued" || isTooEarly(work, known) || isAwaitingSend(work, known) || isPaused(work, known)) {
    work.result = known ? { kind: "not-claimed", state: known.state } : { kind: "unknown-subject" };
    const quiet = known && !isTooEarly(work, known) ? quietFor(work, known) : null;
    if (known?.state === "queued" && quiet !== null) putOff(work, known, quiet, "somebody answered from the phone");
    return;
  }
  const message = work.current(known);
  if (isPastDeadline(work, message)) {
    giveUp(work, message, "T4");
    return notClaimed(work, message);
  }
  const decision = work.decide(message, NOTHING_QUEUED);
  const excess = decision.kind === "send" ? excesses(contentOf(message, decision))[0] : undefined;
  if (decision.kind === "send" && excess === undefined) {
    markInflight(work, message, decision);
    return;
  }
  // WhatsApp would refuse it (WR §5): better said here, in words, than by an error code.
  if (decision.kind === "send") refuse(work, message, "message-limits", "T6", sentence(excess ?? ""));
  else if (decision.kind === "hold") hold(work, message, decision);
  else refuse(work, message, decision.reason, decision.rule);
  notClaimed(work, message);
}

function contentOf(message: Message, { as }: Decision & { kind: "send" }): OutgoingContent {
  return as === "interactive" && message.twin ? message.twin : message.content;
}

/** "the text has …" -> "The text has …" */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** It keeps its place. */
export function sendPutOff(work: Work, event: ContactEvent & { kind: "send-put-off" }): void {
  const known = work.message(event.message);
  work.result = known ? { kind: "not-claimed", state: known.state } : { kind: "unknown-subject" };
  if (known?.state === "queued" && event.until > work.now) putOff(work, known, event.until, event.why);
}

function putOff(work: Work, known: Message, until: Instant, why: string): void {
  const message = work.putMessage({ ...known, notBefore: until });
  work.logMessage("delayed", message, { retryAt: until, why });
}

/** It counted for those behind it while it was queued: they are decided anew (D13). */
function notClaimed(work: Work, message: Message): void {
  decideHeldAnew(work, { by: "policy" });
  work.result = { kind: "not-claimed", state: work.message(message.id)?.state ?? message.state };
}

function isTooEarly(work: Work, message: Message): boolean {
  return message.notBefore !== null && message.notBefore > work.now;
}

/** One send of a contact is in flight at a time: the next one follows when its outcome is known. */
function isAwaitingSend(work: Work, message: Message): boolean {
  return work
    .messages()
    .some((other) => other.channel === message.channel && other.attempts.at(-1)?.state === "inflight");
}

function markInflight(work: Work, message: Message, decision: Decision & { kind: "send" }): void {
  const attempt: Attempt = {
    id: work.world.newAttemptId(),
    as: decision.as,
    rule: decision.rule,
    state: "inflight",
    at: work.now,
    charge: chargeFor({ class: message.class, as: decision.as, channel: message.channel }, work.ledger, work.now),
  };
  const claimed = work.putMessage({
    ...message,
    state: "sent",
    hold: null,
    notBefore: null,
    attempts: [...message.attempts, attempt],
  });
  if (message.class === "marketing") work.count(message, attempt);
  work.result = { kind: "claimed", message: claimed, attempt };
}
