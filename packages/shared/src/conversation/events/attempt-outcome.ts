/**
 * What became of an attempt: the answer of the send call, or a status webhook. Statuses merge monotonically
 * (sent < delivered < read); a failure that comes on the call, in a webhook or both is one failure, counted once (B3).
 */
import type { Decision } from "../../caps/decide-send.ts";
import { opensFreeEntry } from "../../caps/free-entry.ts";
import { blockedUntil } from "../../caps/retry.ts";
import { chargeAsTold } from "../../costs/charge.ts";
import type { ContactEvent, Failure } from "../event.ts";
import { waitsFor } from "../gate.ts";
import { type Attempt, isOpen, lastAttempt, type Message } from "../message.ts";
import { decideHeldAnew, giveUp, hold, refuse, tell } from "../outcome.ts";
import { templateStopped, type Work } from "../work.ts";

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
  const message = priced(work, work.know(event.message), event);
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

/** What WhatsApp says of the price. "sent" says it too, but nothing is paid before it was shown, and that one writes nothing. */
function priced(work: Work, message: Message, event: ContactEvent & { kind: "status-received" }): Message {
  const attempt = message.attempts.find((candidate) => candidate.id === event.attempt);
  if (!event.pricing || (event.status !== "delivered" && event.status !== "read")) return message;
  if (!attempt?.charge || attempt.charge.told) return message;
  const charge = chargeAsTold(attempt.charge, event.pricing);
  return charge === attempt.charge ? message : putAttempt(work, message, { ...attempt, charge });
}

/** T2: an answer implies that it was shown, whether or not the receipt ever comes. The outcome of a call still comes. */
export function shownAsAnswered(work: Work, message: Message): void {
  const attempt = lastAttempt(message);
  if (attempt?.state !== "accepted" && attempt?.state !== "unknown") return;
  putAttempt(work, message, { ...attempt, state: "delivered", deliveredAt: work.now });
  if (message.class === "marketing") work.applyLedger({ kind: "delivered", attempt: attempt.id });
}

function accept(work: Work, message: Message, attempt: Attempt, wamid: string): Message {
  if (attempt.state !== "inflight" && attempt.state !== "unknown") return message;
  const accepted = putAttempt(
    work,
    { ...message, state: "sent" },
    { ...attempt, state: "accepted", wamid, acceptedAt: work.now },
  );
  if (opensFreeEntry(work.ledger, message.channel, attempt.at))
    work.applyLedger({ kind: "entry-answered", at: attempt.at, channel: message.channel });
  work.logMessage("sent", accepted, { as: attempt.as }, attempt.rule);
  const conversation = work.conversation(message.channel);
  work.putConversation({ ...conversation, lastMessageAt: Math.max(conversation.lastMessageAt ?? 0, work.now) });
  tell(work, accepted, { kind: "message-accepted", message: message.id });
  return work.message(message.id) ?? accepted;
}

function deliver(work: Work, message: Message, attemptId: string, at: number, status: "delivered" | "read"): void {
  const known = message.attempts.find((candidate) => candidate.id === attemptId);
  if (!known) return;
  // A failure and a receipt can both come, in any order (WR §6): what one phone showed was shown.
  const { code: _code, failedAt: _failedAt, ...attempt } = known;
  const isFailed = known.state === "failed";
  const first = attempt.deliveredAt === undefined;
  // Receipts come in any order too; each keeps the earliest instant it was given. "Read" implies "delivered".
  const merged: Attempt = {
    ...attempt,
    state: status === "read" || attempt.state === "read" ? "read" : "delivered",
    deliveredAt: Math.min(attempt.deliveredAt ?? at, at),
    ...(status === "read" ? { readAt: Math.min(attempt.readAt ?? at, at) } : {}),
  };
  if (merged.state === known.state && merged.deliveredAt === known.deliveredAt && merged.readAt === known.readAt)
    return;
  const delivered = putAttempt(work, isFailed ? notFailed(work, message, merged) : message, merged);
  if (merged.readAt !== undefined && known.readAt === undefined && message.class === "marketing")
    work.applyLedger({ kind: "read", at });
  if (!first) return;
  if (message.class === "marketing") work.applyLedger({ kind: "delivered", attempt: attempt.id });
  tell(work, delivered, { kind: "message-delivered", message: message.id });
  if (message.class === "marketing") decideHeldAnew(work, { by: "policy" });
}

/** It was shown after all: no further try, and as marketing it counts again, unless the person has written since. */
function notFailed(work: Work, message: Message, attempt: Attempt): Message {
  const spoke = work.ledger.lastInteractionAt;
  if (message.class === "marketing" && (spoke === null || spoke < attempt.at)) work.count(message, attempt);
  if (message.attempts.at(-1)?.id !== attempt.id || message.state === "sent") return message;
  const { reason: _, ...rest } = message;
  return { ...rest, state: "sent", hold: null, notBefore: null };
}

function fail(work: Work, message: Message, attempt: Attempt, failure: Failure): void {
  // Final already: the same failure came twice (B3), or it was shown on the phone before.
  if (attempt.state === "failed" || attempt.state === "delivered" || attempt.state === "read") return;
  uncount(work, message, attempt);
  const failed = putAttempt(work, message, { ...attempt, state: "failed", code: failure.code, failedAt: work.now });
  // A person had it sent once more meanwhile: what becomes of the message is decided by that attempt.
  if (failed.attempts.at(-1)?.id !== attempt.id) return;
  if (message.origin.kind === "phone") {
    // Whoever wrote it sees it fail on the phone; it is not ours to send.
    work.logMessage("not-sent", failed, {
      reason: `error-${failure.code}`,
      code: failure.code,
      says: failure.says,
      since: null,
      port: null,
    });
    return;
  }
  switch (failure.kind) {
    case "capped":
      return blocked(work, failed, failure);
    case "opted-out":
      // As of the try: the person may have come back since.
      work.applyLedger({ kind: "stopped", by: "meta", at: attempt.at });
      work.setConsent({ state: "out", at: attempt.at, source: "WhatsApp's own switch", by: null });
      work.log("opted-out", message.channel, { by: "meta", text: null }, { rule: "D1" });
      refuse(work, failed, "opted-out", "D1", failure.says, failure.code);
      return decideHeldAnew(work, { by: "policy" });
    case "window-closed":
      return closedByMeta(work, failed, attempt, failure);
    case "later":
      return comeAgain(work, failed, failure.retryAt ?? work.now, failure.says);
    case "channel-stopped":
      return waitForChannel(work, failed, failure);
    case "template-stopped":
      return waitForTemplate(work, failed, failure);
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
    {
      try: message.blocks + 1,
      of: message.maxTries,
      retryAt: mayRetry ? until : null,
      deadline: message.deadline,
      says: failure.says,
    },
    String(failure.code),
  );
  if (mayRetry) {
    const decision = work.decide(message, work.queuedMarketing(message.id));
    if (decision.kind === "refuse") refuse(work, message, decision.reason, decision.rule);
    else if (decision.kind === "send") requeue(work, { ...message, state: "queued", hold: null });
    else if (message.whenHeld === "leave") giveUp(work, message, "T5");
    else requeue(work, heldQuietly(work, message, decision));
  } else if (waitsFor(work, message)) giveUp(work, message, "B1");
  else work.putMessage({ ...message, state: "refused", reason: "capped" });
  decideHeldAnew(work, { by: "policy" });
}

/** The line "blocked" says already what happens next; a second one would only repeat it. */
function heldQuietly(work: Work, message: Message, decision: Decision & { kind: "hold" }): Message {
  const rule = decision.rule === "D5" ? "B1" : decision.rule;
  return { ...message, state: "held", hold: { rule, ...decision.hold, since: work.now } };
}

/** It gets another attempt; its session learns that nothing was shown yet, so that no message passes for an answer. */
function requeue(work: Work, message: Message): void {
  work.putMessage(message);
  tell(work, message, { kind: "message-requeued", message: message.id });
}

/**
 * D14: Meta's clock said closed when it was tried; what the contact wrote since opens it again. A twin is decided again,
 * unless its node was left (T2); everything else is refused.
 */
function closedByMeta(work: Work, failed: Message, attempt: Attempt, failure: Failure): void {
  work.applyLedger({ kind: "window-refused", at: attempt.at, channel: failed.channel });
  if (attempt.as !== "interactive" || !waitsFor(work, failed))
    refuse(work, failed, "window-closed", "D14", failure.says, failure.code);
  else {
    const decision = work.decide(failed, work.queuedMarketing(failed.id));
    if (decision.kind === "send") work.putMessage({ ...failed, state: "queued", hold: null });
    else if (decision.kind === "hold") hold(work, failed, decision);
    else refuse(work, failed, decision.reason, decision.rule, failure.says, failure.code);
    const again = work.message(failed.id);
    if (again && isOpen(again)) tell(work, again, { kind: "message-requeued", message: again.id });
  }
  decideHeldAnew(work, { by: "policy" });
}

function comeAgain(work: Work, message: Message, retryAt: number, why: string): void {
  const delayed = { ...message, state: "queued" as const, delays: message.delays + 1, notBefore: retryAt };
  // No retries after its node was left (T2).
  if (message.leftBy !== undefined || (delayed.delays > MOST_DELAYS && !waitsFor(work, message))) {
    refuse(work, delayed, "unreachable", undefined, why);
    return decideHeldAnew(work, { by: "policy" });
  }
  requeue(work, delayed);
  if (delayed.delays === 1) work.logMessage("delayed", delayed, { retryAt, why });
}

/** Nobody may send now. The shell has paused the channel before it told us; what is queued goes out when it is resumed. */
function waitForChannel(work: Work, failed: Message, failure: Failure): void {
  if (failed.leftBy !== undefined) {
    refuse(work, failed, `error-${failure.code}`, String(failure.code), failure.says, failure.code);
    return decideHeldAnew(work, { by: "policy" });
  }
  const queued: Message = { ...failed, state: "queued", notBefore: null };
  requeue(work, queued);
  work.logMessage(
    "delayed",
    queued,
    { retryAt: null, why: failure.says, until: "channel-resumed" },
    String(failure.code),
  );
}

/** D17: the message keeps its place and its deadline. */
function waitForTemplate(work: Work, failed: Message, failure: Failure): void {
  if (failed.leftBy !== undefined || failed.content.kind !== "template")
    refuse(work, failed, `error-${failure.code}`, String(failure.code), failure.says, failure.code);
  else {
    hold(work, failed, templateStopped(failed));
    const held = work.message(failed.id);
    if (held && isOpen(held)) tell(work, held, { kind: "message-requeued", message: held.id });
  }
  decideHeldAnew(work, { by: "policy" });
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
