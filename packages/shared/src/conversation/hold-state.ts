/**
 * What stands at a node, in the words of caps.md T8, for canvas, inbox and API alike: state, sentence, rule, until when.
 * Nodes that hold no template are plainly `waiting`.
 */
import type { Session } from "../engine/session.ts";
import type { Instant } from "../time/instant.ts";
import { sayInstant } from "../time/instant.ts";
import { sayMoment } from "../time/say-moment.ts";
import { type HoldState, lastAttempt, type Message } from "./message.ts";

export const GATE_STATES = [
  "armed",
  "waiting-for-interaction",
  "waiting-until",
  "sent",
  "delivered",
  "blocked",
  "expired",
  "waiting",
] as const;

export type GateStateName = (typeof GATE_STATES)[number];

export interface GateState {
  state: GateStateName;
  /** For people; names stand between double asterisks. */
  sentence: string;
  rule: string | null;
  /** It is decided anew, tried again, or given up then. */
  until: Instant | null;
}

/** How the person is named in sentences, and the zone in which times are said. */
export interface Teller {
  now: Instant;
  contact: string;
  /** Of whoever reads it. */
  zone: string;
  /** The contact's own, when it is another one. */
  contactZone?: string;
}

/** The plate's order: what most needs to be seen comes first. */
const WORST: readonly GateStateName[] = [
  "blocked",
  "expired",
  "waiting-for-interaction",
  "waiting-until",
  "waiting",
  "sent",
  "delivered",
  "armed",
];

/** `message` is the one the session stands before or waits behind; null when its node sent none. */
export function gateState(session: Session | null, message: Message | null, teller: Teller): GateState {
  if (message === null || message.class === "free-form") return plainWait(session, teller);
  switch (message.state) {
    case "held":
      return heldState(message, message.hold, teller);
    case "queued":
      return queuedState(message, teller);
    case "sent":
      return sentState(session, message, teller);
    case "expired":
      return {
        state: "expired",
        sentence:
          message.deadline === null ? "Not sent in time." : `Not sent before ${moment(message.deadline, teller)}.`,
        rule: "T4",
        until: null,
      };
    default:
      return plainWait(session, teller);
  }
}

/** The state most people are in; of two with as many, the one that needs more care. */
export function mostState(states: readonly GateStateName[]): GateStateName {
  const counts = new Map<GateStateName, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return WORST.reduce<GateStateName>(
    (most, state) => ((counts.get(state) ?? 0) > (counts.get(most) ?? 0) ? state : most),
    worstState(states),
  );
}

export function worstState(states: readonly GateStateName[]): GateStateName {
  return WORST.find((state) => states.includes(state)) ?? "armed";
}

/** Does a gate hold him: by interaction, until an instant, or after a block? */
export function isHeldState(state: GateStateName): boolean {
  return state === "waiting-for-interaction" || state === "waiting-until" || state === "blocked";
}

function heldState(message: Message, hold: HoldState | null, teller: Teller): GateState {
  if (hold === null)
    return { state: "waiting-until", sentence: "Waits at its gate.", rule: null, until: message.deadline };
  const until = hold.until;
  if (hold.rule === "D17")
    return {
      state: "waiting-until",
      sentence: `WhatsApp paused or disabled its template. It goes out when the template is approved again${hold.interaction ? `, or as an interactive message when ${teller.contact} writes` : ""}.`,
      rule: hold.rule,
      until: null,
    };
  if (message.blocks > 0 && (hold.rule === "D5" || hold.rule === "B1") && until !== null)
    return blockedState(message, hold.rule, until, teller);
  if (until === null)
    return {
      state: "waiting-for-interaction",
      sentence: hold.after
        ? `Waits for an answer to **${hold.after.name}**.`
        : `Waits until ${teller.contact} writes or taps.`,
      rule: hold.rule,
      until: null,
    };
  const orAnswer = hold.interaction ? `, or until ${teller.contact} writes` : "";
  return {
    state: "waiting-until",
    sentence: `Waits until ${moment(until, teller)}${orAnswer}: ${reasonOfHold(hold)}.`,
    rule: hold.rule,
    until,
  };
}

/** Tries never go past the deadline (B1). */
function blockedState(message: Message, rule: string, until: Instant, teller: Teller): GateState {
  const { deadline, blocks, maxTries } = message;
  const ends = deadline !== null && deadline <= until ? deadline : null;
  const next =
    ends === null
      ? `Try ${blocks + 1} of ${maxTries} not before ${sayInstant(until, teller.zone)}.`
      : `No other try may go out before it is given up on ${sayInstant(ends, teller.zone)}.`;
  return { state: "blocked", sentence: `WhatsApp blocked it (131049). ${next}`, rule, until: ends ?? until };
}

function reasonOfHold(hold: HoldState): string {
  switch (hold.rule) {
    case "D8":
      return "quiet hours";
    case "D7":
      return "your own limit on marketing templates";
    case "D6":
      return hold.after ? `**${hold.after.name}** has no answer yet` : "the running conversation had its share";
    default:
      return "WhatsApp blocked another template";
  }
}

function queuedState(message: Message, teller: Teller): GateState {
  const later = message.notBefore !== null && message.notBefore > teller.now ? message.notBefore : null;
  return {
    state: "waiting",
    sentence: later === null ? "On its way to WhatsApp." : `Goes to WhatsApp again ${moment(later, teller)}.`,
    rule: null,
    until: later,
  };
}

function sentState(session: Session | null, message: Message, teller: Teller): GateState {
  const next = session?.wait?.for === "answer" ? ` ${waitSentence(session, teller)}` : "";
  const until = session?.wait?.until ?? null;
  switch (lastAttempt(message)?.state) {
    case "delivered":
    case "read":
      return { state: "delivered", sentence: `Shown on the phone.${next}`, rule: null, until };
    case "unknown":
      return {
        state: "sent",
        sentence: "It is not known whether it reached WhatsApp. It counts as sent.",
        rule: "B7",
        until,
      };
    case "inflight":
      return { state: "waiting", sentence: "Being handed to WhatsApp.", rule: null, until };
    case "failed":
      return { state: "waiting", sentence: "WhatsApp did not take it.", rule: null, until };
    default:
      return { state: "sent", sentence: `WhatsApp accepted it.${next}`, rule: null, until };
  }
}

function plainWait(session: Session | null, teller: Teller): GateState {
  return {
    state: "waiting",
    sentence: session === null ? "" : waitSentence(session, teller),
    rule: null,
    until: session?.wait?.until ?? null,
  };
}

function waitSentence(session: Session, teller: Teller): string {
  const { wait } = session;
  if (session.status === "ended") return "Has ended.";
  if (wait === null) return "Passes through.";
  const until = wait.until === null ? "" : ` until ${moment(wait.until, teller)}`;
  switch (wait.for) {
    case "answer":
      return `Waits for ${teller.contact} to answer${until}.`;
    case "agent":
      return `A person has it${until}.`;
    case "time":
      return `Waits${until || " for time to pass"}.`;
    case "message":
      return `Waits for news of its message${until}.`;
    case "event":
      return `Waits for ${wait.event ?? "an event"}${until}.`;
    case "http":
      return "Waits for another system to answer.";
  }
}

function moment(at: Instant, teller: Teller): string {
  return sayMoment(at, teller.now, teller.zone);
}
