/**
 * What became of an attempt: the answer of the send call, or a status webhook. Statuses merge monotonically
 * (sent < delivered < read); a failure that comes on the call, in a webhook or both is one failure, counted once (B3).
 */
import { blockedUntil } from "../../caps/retry.ts";
import type { ContactEvent, Failure } from "../event.ts";
import { logHeld, waitsFor } from "../gate.ts";
import type { Attempt, Message } from "../message.ts";
import { decideHeldAnew, giveUp, refuse, tell } from "../outcome.ts";
import type { Work } from "../work.ts";

/** After so many "come back later" a message that nobody waits for is given up. */
const MOST_DELAYS = 30;

export function attemptAccepted(work: Work, event: ContactEvent & { kind: "attempt-accepted" }): void {
  const found = find(work, event.message, event.attempt);
  if (found) accept(work, found.message, found.attempt, event.wamid);
}

export function attemptFailed(work: Work, event: ContactEvent & { kind: "attempt-failed" }): void {
  const found = find(work, event.message, event.attempt);
  if (found) fail(work, found.message, found.attempt, event.failure);
}

/** Nothing reached WhatsApp: the attempt never was; the message comes again later. */
export function attemptNotSent(work: Work, event: ContactEvent & { kind: "attempt-not-sent" }): void {
  const found = find(work, event.message, event.attempt);
  if (found?.attempt.state !== "inflight") return;
  uncount(work, found.message, found.attempt);
  comeAgain(work, dropAttempt(found.message, found.attempt), event.retryAt, event.why);
}

export function attemptUnknown(work: Work, event: ContactEvent & { kind: "attempt-unknown" }): void {
  const found = find(work, event.message, event.attempt);
  if (found?.attempt.state !== "inflight") return;
  const message = putAttempt(work, found.message, { ...found.attempt, state: "unknown" });
  work.logMessage("unknown", message, { why: event.why }, "B7");
  tell(work, message, { kind: "message-unknown", message: message.id });
}

export function statusReceived(work: Work, event: ContactEvent & { kind: "status-received" }): void {
  const message = work.know(event.message);
  const attempt = message.attempts.find((candidate) => candidate.id === event.attempt);
  if (!attempt) return;
  if (event.status === "failed") {
    if (event.failure)
      fail(
        work,
        { ...message, attempts: message.attempts },
        { ...attempt, wamid: attempt.wamid ?? event.wamid },
        event.failure,
      );
    return;
  }
  const current =
    attempt.state === "inflight" || attempt.state === "unknown" ? accept(work, message, attempt, event.wamid) : message;
  if (event.status === "delivered" || event.status === "read")
    deliver(work, current, event.attempt, event.at, event.status);
}

function accept(work: Work, message: Message, attempt: Attempt, wamid: string): Message {
  if (attempt.state !== "inflight" && attempt.state !== "unknown") return message;
  const accepted = putAttempt(
    work,
    { ...message, state: "sent" },
    { ...attempt, state: "accepted", wamid, acceptedAt: work.now },
  );
  work.logMessage("sent", accepted, { as: attempt.as }, attempt.rule);
  const conversation = work.conversation(message.channel);
  work.putConversation({ ...conversation, lastMessageAt: Math.max(conversation.lastMessageAt ?? 0, work.now) });
  tell(work, accepted, { kind: "message-accepted", message: message.id });
  return work.message(message.id) ?? accepted;
}

function deliver(work: Work, message: Message, attemptId: string, at: number, status: "delivered" | "read"): void {
  const attempt = message.attempts.find((candidate) => candidate.id === attemptId);
  if (!attempt || attempt.state === "failed") return;
  const first = attempt.deliveredAt === undefined;
  if (!first && (status === "delivered" || attempt.readAt !== undefined)) return;
  const merged: Attempt = {
    ...attempt,
    state: status === "read" || attempt.state === "read" ? "read" : "delivered",
    deliveredAt: attempt.deliveredAt ?? at,
    ...(status === "read" ? { readAt: attempt.readAt ?? at } : {}),
  };
  const delivered = putAttempt(work, message, merged);
  if (!first) return;
  if (message.class === "marketing") work.applyLedger({ kind: "delivered", attempt: attempt.id });
  tell(work, delivered, { kind: "message-delivered", message: message.id });
  if (message.class === "marketing") decideHeldAnew(work, { by: "policy" });
}

function fail(work: Work, message: Message, attempt: Attempt, failure: Failure): void {
  // Final already: the same failure came twice (B3), or it was shown on the phone before.
  if (attempt.state === "failed" || attempt.state === "delivered" || attempt.state === "read") return;
  uncount(work, message, attempt);
  const failed = putAttempt(work, message, { ...attempt, state: "failed", code: failure.code, failedAt: work.now });
  switch (failure.kind) {
    case "capped":
      return blocked(work, failed, failure);
    case "opted-out":
      work.applyLedger({ kind: "stopped", by: "meta", at: work.now });
      work.log("opted-out", message.channel, { by: "meta", text: null }, { rule: "D1" });
      refuse(work, failed, "opted-out", "D1", failure.says, failure.code);
      return decideHeldAnew(work, { by: "policy" });
    case "window-closed":
      return closedByMeta(work, failed, failure);
    case "later":
      return comeAgain(work, failed, failure.retryAt ?? work.now, failure.says);
    case "permanent":
      refuse(work, failed, `error-${failure.code}`, String(failure.code), failure.says, failure.code);
      return decideHeldAnew(work, { by: "policy" });
  }
}

/** 131049 (B1): the contact is capped for a while, over all flows and numbers of the WABA; this message may try again. */
function blocked(work: Work, failed: Message, failure: Failure): void {
  const k = work.ledger.blocks + 1;
  const until = blockedUntil(work.now, k, work.policyFor(failed).ruleSet, work.world.chance());
  work.applyLedger({ kind: "blocked", at: work.now, until });
  const message = work.putMessage({ ...failed, blocks: failed.blocks + 1 });
  const mayRetry = waitsFor(work, message) && message.blocks < message.maxTries;
  work.logMessage(
    "blocked",
    message,
    { try: message.blocks + 1, of: message.maxTries, retryAt: mayRetry ? until : null, says: failure.says },
    String(failure.code),
  );
  if (mayRetry) {
    const decision = work.decide(message, work.queuedMarketing(message.id));
    if (decision.kind === "hold") logHeldQuietly(work, message, until, decision.rule === "D5" ? "B1" : decision.rule);
    else if (decision.kind === "send") work.putMessage({ ...message, state: "queued", hold: null });
    else refuse(work, message, decision.reason, decision.rule);
  } else if (waitsFor(work, message)) giveUp(work, message, "B1");
  else work.putMessage({ ...message, state: "refused", reason: "capped" });
  decideHeldAnew(work, { by: "policy" });
}

/** The line "blocked" says already what happens next; a second one would only repeat it. */
function logHeldQuietly(work: Work, message: Message, until: number, rule: string): void {
  const holdUntil = rule === "D2" ? null : until;
  work.putMessage({ ...message, state: "held", hold: { rule, interaction: true, until: holdUntil, since: work.now } });
}

/** D14: Meta's clock says closed. A twin is decided again as closed, free-form is refused. */
function closedByMeta(work: Work, failed: Message, failure: Failure): void {
  work.applyLedger({ kind: "window-refused", at: work.now, channel: failed.channel });
  if (failed.class === "free-form") {
    refuse(work, failed, "window-closed", "D14", failure.says, failure.code);
    return;
  }
  const decision = work.decide(failed, work.queuedMarketing(failed.id));
  if (decision.kind === "send") work.putMessage({ ...failed, state: "queued", hold: null });
  else if (decision.kind === "hold") logHeld(work, failed, decision);
  else refuse(work, failed, decision.reason, decision.rule, failure.says, failure.code);
}

function comeAgain(work: Work, message: Message, retryAt: number, why: string): void {
  const delayed = { ...message, state: "queued" as const, delays: message.delays + 1, notBefore: retryAt };
  if (delayed.delays > MOST_DELAYS && !waitsFor(work, message)) {
    refuse(work, delayed, "unreachable", undefined, why);
    return;
  }
  work.putMessage(delayed);
  if (delayed.delays === 1) work.logMessage("delayed", delayed, { retryAt, why });
}

/** Rejected, or failed without ever having been shown: it does not count (caps.md §1). */
function uncount(work: Work, message: Message, attempt: Attempt): void {
  if (message.class === "marketing") work.applyLedger({ kind: "uncounted", attempt: attempt.id });
}

function putAttempt(work: Work, message: Message, attempt: Attempt): Message {
  return work.putMessage({
    ...message,
    attempts: message.attempts.map((known) => (known.id === attempt.id ? attempt : known)),
  });
}

function dropAttempt(message: Message, attempt: Attempt): Message {
  return { ...message, attempts: message.attempts.filter((known) => known.id !== attempt.id) };
}

function find(work: Work, messageId: string, attemptId: string): { message: Message; attempt: Attempt } | null {
  const message = work.message(messageId);
  const attempt = message?.attempts.find((candidate) => candidate.id === attemptId);
  return message && attempt ? { message, attempt } : null;
}
