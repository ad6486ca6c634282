/**
 * The kernel: everything known of one contact and one event go in, a plan comes out. Nothing is written or sent here; the
 * shell commits the plan in one transaction and the outbox sends afterwards. The simulator, the golden tests and lint's
 * model run this same function.
 */

import type { Instant } from "../time/instant.ts";
import type { ContactEvent } from "./event.ts";
import {
  attemptAccepted,
  attemptFailed,
  attemptNotSent,
  attemptUnknown,
  statusReceived,
} from "./events/attempt-outcome.ts";
import { consentSet, contactChanged } from "./events/contact-changed.ts";
import { conversationGivenBack, echoReceived } from "./events/echo-received.ts";
import { eventRaised } from "./events/event-raised.ts";
import { httpReturned } from "./events/http-returned.ts";
import { messageReceived } from "./events/message-received.ts";
import {
  agentWrote,
  holdCancelled,
  holdReleased,
  sessionGivenBack,
  sessionMoved,
  sessionStopped,
  unknownForgotten,
  unknownResent,
} from "./events/person-acted.ts";
import { sendClaimed, sendPutOff } from "./events/send-claimed.ts";
import { sessionIdled, sessionRepinned } from "./events/session-kept.ts";
import { messageDue, timerFired } from "./events/time-passed.ts";
import { decideHeldAnew } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { startSession } from "./start-session.ts";
import type { ContactState } from "./state.ts";
import { Work } from "./work.ts";
import type { World } from "./world.ts";

export function decide(state: ContactState, event: ContactEvent, world: World, now: Instant): Plan {
  const work = new Work(state, world, now);
  handle(work, event);
  settleConsent(work);
  return work.plan();
}

/** Flows that ask for consent in circles are not followed further than this. */
const MOST_CONSENT_ROUNDS = 10;

/** D13: a flow kept what the contact wishes; offers that are held are decided by it, which may run flows again. */
function settleConsent(work: Work): void {
  for (let round = 0; work.consentChanged && round < MOST_CONSENT_ROUNDS; round += 1)
    decideHeldAnew(work, { by: "policy" });
}

function handle(work: Work, event: ContactEvent): void {
  switch (event.kind) {
    case "message-received":
      return messageReceived(work, event);
    case "call-received":
      work.applyLedger({ kind: "call", at: event.at, channel: event.channel });
      return decideHeldAnew(work, { by: "interaction", text: null });
    case "session-requested":
      work.result = startSession(work, event);
      return;
    case "timer-fired":
      return timerFired(work, event);
    case "event-raised":
      return eventRaised(work, event);
    case "http-returned":
      return httpReturned(work, event);
    case "message-due":
      return messageDue(work, event);
    case "send-claimed":
      return sendClaimed(work, event);
    case "send-put-off":
      return sendPutOff(work, event);
    case "attempt-accepted":
      return attemptAccepted(work, event);
    case "attempt-failed":
      return attemptFailed(work, event);
    case "attempt-not-sent":
      return attemptNotSent(work, event);
    case "attempt-unknown":
      return attemptUnknown(work, event);
    case "status-received":
      return statusReceived(work, event);
    case "echo-received":
      return echoReceived(work, event);
    case "conversation-given-back":
      return conversationGivenBack(work, event);
    case "consent-set":
      return consentSet(work, event);
    case "contact-changed":
      return contactChanged(work, event);
    case "preference-changed":
      return preferenceChanged(work, event);
    case "agent-wrote":
      return agentWrote(work, event);
    case "session-stopped":
      return sessionStopped(work, event);
    case "session-moved":
      return sessionMoved(work, event);
    case "session-repinned":
      return sessionRepinned(work, event);
    case "session-idled":
      return sessionIdled(work, event);
    case "session-given-back":
      return sessionGivenBack(work, event);
    case "hold-released":
      return holdReleased(work, event);
    case "hold-cancelled":
      return holdCancelled(work, event);
    case "unknown-resent":
      return unknownResent(work, event);
    case "unknown-forgotten":
      return unknownForgotten(work, event);
    case "policy-changed":
      return decideHeldAnew(work, { by: "policy" });
  }
}

/** Meta's own switch: `user_preferences` stop and resume (D1). */
function preferenceChanged(work: Work, event: ContactEvent & { kind: "preference-changed" }): void {
  const stops = event.wants === "stop";
  work.applyLedger({ kind: stops ? "stopped" : "resumed", by: "meta", at: event.at });
  work.setConsent({ state: stops ? "out" : "in", at: event.at, source: "WhatsApp's own switch", by: null });
  work.log(stops ? "opted-out" : "opted-in", event.channel, { by: "meta", text: null }, { rule: "D1" });
  decideHeldAnew(work, { by: "policy" });
}
