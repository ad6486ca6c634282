/** What people at work do: write, stop, move, give back, release, cancel, resend, forget. Each leaves a line with who did it. */
import { decideSend } from "../../caps/decide-send.ts";
import type { ContactEvent } from "../event.ts";
import { isOpen, type Message } from "../message.ts";
import { decideHeldAnew, tell } from "../outcome.ts";
import { runSession, withdraw } from "../run-session.ts";
import { saysRefusal } from "../say-refusal.ts";
import type { Work } from "../work.ts";

type Event<Kind extends ContactEvent["kind"]> = ContactEvent & { kind: Kind };

export function agentWrote(work: Work, event: Event<"agent-wrote">): void {
  const intent = {
    class: "free-form",
    channel: event.channel,
    hasTwin: false,
    prefer: "interactive",
    toUnitedStates: work.toUnitedStates,
    timeZone: work.timeZone(event.channel),
  } as const;
  const decision = decideSend(intent, work.ledger, work.world.channel(event.channel).policy, work.now);
  if (decision.kind === "refuse") {
    work.result = {
      kind: "refused",
      reason: decision.reason,
      rule: decision.rule,
      says: saysRefusal(decision.reason, work.contact.name),
    };
    return;
  }
  const id = work.world.newMessageId();
  work.putMessage({
    id,
    contact: work.contactId,
    channel: event.channel,
    origin: { kind: "agent", by: event.by },
    class: "free-form",
    content: event.content,
    twin: null,
    prefer: "interactive",
    state: "queued",
    hold: null,
    deadline: null,
    blocks: 0,
    maxTries: 1,
    notBefore: null,
    delays: 0,
    createdAt: work.now,
    attempts: [],
  });
  const conversation = work.conversation(event.channel);
  work.putConversation({ ...conversation, unansweredSince: null, lastMessageAt: work.now });
  work.result = { kind: "sent", message: id };
}

export function sessionStopped(work: Work, event: Event<"session-stopped">): void {
  const session = work.session(event.session);
  if (!session) {
    work.result = { kind: "unknown-subject" };
    return;
  }
  runSession(work, session, { kind: "stopped", reason: `stopped by ${event.by}` });
  decideHeldAnew(work, { by: "policy" });
}

export function sessionMoved(work: Work, event: Event<"session-moved">): void {
  const session = work.session(event.session);
  const flow = session && work.world.flow(session.flow, session.revision);
  if (!session || !flow?.index.has(event.node)) {
    work.result = { kind: "unknown-subject" };
    return;
  }
  const node = flow.index.get(event.node)?.node;
  work.log(
    "session-moved",
    session.channel,
    { name: node?.title ?? event.node, by: event.by },
    { session: session.id, flow: session.flow, node: event.node },
  );
  runSession(work, session, { kind: "moved", node: event.node });
  decideHeldAnew(work, { by: "policy" });
}

export function sessionGivenBack(work: Work, event: Event<"session-given-back">): void {
  const session = work.session(event.session);
  if (session?.wait?.for !== "agent") {
    work.result = { kind: "unknown-subject" };
    return;
  }
  work.log(
    "given-back",
    session.channel,
    { by: event.by },
    { session: session.id, flow: session.flow, node: session.node },
  );
  const conversation = work.conversation(session.channel);
  work.putConversation({ ...conversation, handOff: null, unansweredSince: null });
  runSession(work, session, { kind: "released" });
}

/** D2, D6, D7 and D8 step aside for what a person lets go; D1, D4 and D5 stand, and are the answer then. */
export function holdReleased(work: Work, event: Event<"hold-released">): void {
  const message = work.message(event.message);
  if (message?.state !== "held") {
    work.result = { kind: "unknown-subject" };
    return;
  }
  work.putMessage({ ...message, released: true });
  decideHeldAnew(work, { by: "person", who: event.by }, message.id);
  if (work.message(message.id)?.state === "held") work.result = { kind: "not-claimed", state: "held" };
}

/** The send is taken back; its session goes on by `expired`, as if the deadline had passed now. */
export function holdCancelled(work: Work, event: Event<"hold-cancelled">): void {
  const message = work.message(event.message);
  if (!message || !isOpen(message)) {
    work.result = { kind: "unknown-subject" };
    return;
  }
  withdraw(work, message, `cancelled by ${event.by}`);
  tell(work, message, { kind: "message-refused", message: message.id, reason: "expired" });
  decideHeldAnew(work, { by: "policy" });
}

/** B7: only a person sends an attempt again whose outcome nobody knows. */
export function unknownResent(work: Work, event: Event<"unknown-resent">): void {
  const message = unknown(work, event.message);
  if (!message) return;
  const attempts = message.attempts.map((attempt) =>
    attempt.state === "unknown" ? { ...attempt, state: "failed" as const, failedAt: work.now } : attempt,
  );
  const last = message.attempts.at(-1);
  if (last && message.class === "marketing") work.applyLedger({ kind: "uncounted", attempt: last.id });
  const queued = work.putMessage({ ...message, state: "queued", attempts });
  work.logMessage(
    "released",
    message,
    { by: "person", who: event.by, text: null, as: last?.as ?? "template", until: null },
    "B7",
  );
  tell(work, queued, { kind: "message-requeued", message: queued.id });
}

export function unknownForgotten(work: Work, event: Event<"unknown-forgotten">): void {
  const message = unknown(work, event.message);
  if (!message) return;
  const attempts = message.attempts.map((attempt) =>
    attempt.state === "unknown" ? { ...attempt, state: "failed" as const, failedAt: work.now } : attempt,
  );
  const last = message.attempts.at(-1);
  if (last && message.class === "marketing") work.applyLedger({ kind: "uncounted", attempt: last.id });
  work.putMessage({ ...message, state: "withdrawn", reason: `forgotten by ${event.by}`, attempts });
  work.logMessage("withdrawn", message, { reason: `forgotten by ${event.by}`, tapped: null }, "B7");
  decideHeldAnew(work, { by: "policy" });
}

function unknown(work: Work, id: string): Message | null {
  const message = work.message(id);
  if (message?.attempts.at(-1)?.state === "unknown") return message;
  work.result = { kind: "unknown-subject" };
  return null;
}
