/** Timers: a session's wait ended, a message's hold ended or its deadline passed. A late or early timer changes nothing. */
import type { ContactEvent } from "../event.ts";
import { isPaused } from "../gate.ts";
import { isOpen, lastAttempt, type Message } from "../message.ts";
import { decideHeldAnew, giveUp } from "../outcome.ts";
import { runSession } from "../run-session.ts";
import type { Work } from "../work.ts";

export function timerFired(work: Work, event: ContactEvent & { kind: "timer-fired" }): void {
  const session = work.session(event.session);
  const until = session?.wait?.until;
  if (session?.status !== "running" || until == null || until > work.now) return;
  runSession(work, session, { kind: "timer-fired", generation: event.generation });
}

export function messageDue(work: Work, event: ContactEvent & { kind: "message-due" }): void {
  const message = work.message(event.message);
  if (!message) return;
  if (message.deadline !== null && message.deadline <= work.now && message.leftBy === undefined)
    deadlinePassed(work, message);
  else if (message.state === "held" && message.hold?.until != null && message.hold.until <= work.now)
    holdEnded(work, message);
}

/** One deadline over hold, retries and delivery (T4). An attempt in flight is waited for: its outcome comes within seconds. */
function deadlinePassed(work: Work, message: Message): void {
  const state = lastAttempt(message)?.state;
  if (state === "inflight") return;
  if (isOpen(message) || state === "accepted" || state === "unknown") giveUp(work, message, "T4");
}

function holdEnded(work: Work, message: Message): void {
  if (isPaused(work, message)) {
    // Looked at again when the pause ends (policy-changed); until then nothing is due.
    work.putMessage({ ...message, hold: message.hold && { ...message.hold, until: null } });
    return;
  }
  decideHeldAnew(work, { by: "time" });
}
