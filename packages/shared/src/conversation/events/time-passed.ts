/** Timers: a session's wait ended, a message's hold ended or its deadline passed. A late or early timer changes nothing. */
import type { ContactEvent } from "../event.ts";
import { decideHeldAnew, giveUp, isPastDeadline } from "../outcome.ts";
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
  if (isPastDeadline(work, message)) {
    // One deadline over hold, retries and delivery (T4).
    giveUp(work, message, "T4");
    decideHeldAnew(work, { by: "policy" });
  } else if (message.state === "held" && message.hold?.until != null && message.hold.until <= work.now)
    decideHeldAnew(work, { by: "time" });
}
