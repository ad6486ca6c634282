/**
 * The gate before marketing: what holds a message, what lets it go. Every change of the ledger or of what feeds it decides
 * the contact's held sends anew (D13); an interaction releases at most one of them, nearest deadline first (I3).
 */
import type { Decision, QueuedMarketing } from "../caps/decide-send.ts";
import type { Json } from "../flow/json.ts";
import { formatDuration, MINUTE } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import { sayTimeOfDay } from "../time/say-moment.ts";
import { type HoldState, type Message, sessionOf } from "./message.ts";
import { quietUntil } from "./quiet.ts";
import type { Work } from "./work.ts";

export type Trigger =
  /** `text`: what was written, or the label that was tapped. */
  | { by: "interaction"; text: string | null; tapped?: boolean }
  | { by: "time" }
  | { by: "person"; who: string }
  | { by: "policy" };

/** After a cooldown one message goes first, alone (B1); the others look again when its outcome is known, or after this. */
const PROBE_GAP = 10 * MINUTE;

export function logHeld(
  work: Work,
  message: Message,
  decision: Decision & { kind: "hold" },
  rule: string = decision.rule,
): Message {
  const same = message.hold?.rule === rule && message.hold.until === decision.hold.until;
  const hold: HoldState = {
    rule,
    interaction: decision.hold.interaction,
    until: decision.hold.until,
    since: message.hold?.since ?? work.now,
    ...(decision.after ? { after: decision.after } : {}),
  };
  const held = work.putMessage({ ...message, state: "held", hold });
  if (!same) {
    work.logMessage(
      "held",
      held,
      {
        until: hold.until,
        interaction: hold.interaction,
        after: decision.after ? { ...decision.after } : null,
        deadline: message.deadline,
        ...ownLimit(work, message, rule),
      },
      rule,
    );
  }
  return held;
}

/** The business's own limit that holds it, for the sentence; left out where several could be meant. */
function ownLimit(work: Work, message: Message, rule: string): Record<string, Json> {
  const { quietHours, frequencies } = work.policyFor(message);
  const [hours, limit] = [quietHours[0], frequencies[0]];
  if (rule === "D8" && hours && quietHours.length === 1)
    return { quietHours: { from: sayTimeOfDay(hours.from), to: sayTimeOfDay(hours.to) } };
  if (rule === "D7" && limit && frequencies.length === 1)
    return { frequency: { max: limit.max, per: formatDuration(limit.per) } };
  return {};
}

/** Decides all held messages anew. `onRefused` tells the sessions of those that are refused now (D1). */
export function decideHeld(
  work: Work,
  trigger: Trigger,
  onRefused: (message: Message, reason: string, rule: string) => void,
  only?: string,
): void {
  let released = false;
  for (const held of byDeadline(work.messages())) {
    const known = work.message(held.id);
    if (known?.state !== "held" || (only !== undefined && known.id !== only)) continue;
    const message = work.current(known);
    const decision = work.decide(message, work.queuedMarketing());
    if (decision.kind === "refuse") onRefused(message, decision.reason, decision.rule);
    else if (decision.kind === "hold") logHeld(work, message, decision, ruleOfHold(message, decision));
    else if (isPaused(work, message)) stayPaused(work, message);
    else if (isBehind(work, message, trigger)) continue;
    else if (!released || trigger.by === "person") {
      released = true;
      release(work, message, trigger, decision.as);
    } else waitBehind(work, message, trigger);
  }
}

function release(work: Work, message: Message, trigger: Trigger, as: string): void {
  const afterBlock = message.blocks > 0;
  const rule =
    trigger.by === "interaction"
      ? afterBlock
        ? "B1"
        : "I3"
      : trigger.by === "time"
        ? (message.hold?.rule ?? "D13")
        : "D13";
  work.putMessage({ ...message, state: "queued", hold: null });
  work.logMessage(
    "released",
    message,
    {
      by: trigger.by,
      text: trigger.by === "interaction" ? trigger.text : null,
      tapped: trigger.by === "interaction" && trigger.tapped === true,
      who: trigger.by === "person" ? trigger.who : null,
      as,
      until: message.hold?.until ?? null,
    },
    rule,
  );
}

/**
 * It may go, but not while its flow or channel is paused: looked at again when the pause ends (policy-changed), or when the
 * bot is no longer quiet.
 */
function stayPaused(work: Work, message: Message): void {
  const { hold } = message;
  const quiet = quietFor(work, message);
  const isOver = hold?.until != null && hold.until <= work.now;
  if (hold && (isOver || (quiet !== null && hold.until === null)))
    work.putMessage({ ...message, hold: { ...hold, until: quiet } });
}

/** One at a time: after an interaction it stays held as it was, else it is looked at again after a while (B1). */
function waitBehind(work: Work, message: Message, trigger: Trigger): void {
  const known = message.hold ?? { rule: "B1", interaction: true, until: null, since: work.now };
  const hold: HoldState =
    trigger.by === "interaction"
      ? { ...known, interaction: true, behind: true }
      : { rule: "B1", interaction: true, until: work.now + PROBE_GAP, since: known.since };
  work.putMessage({ ...message, hold });
}

/** I3: what the last interaction did not let go is let go by the next one, by a person, or by its own instant. */
function isBehind(work: Work, message: Message, trigger: Trigger): boolean {
  if (!message.hold?.behind || trigger.by === "interaction" || trigger.by === "person") return false;
  return message.hold.until === null || message.hold.until > work.now;
}

/** A message that was blocked itself waits by B1, another one of a capped contact by D5. */
function ruleOfHold(message: Message, decision: Decision & { kind: "hold" }): string {
  return decision.rule === "D5" && message.blocks > 0 ? "B1" : decision.rule;
}

function byDeadline(messages: readonly Message[]): Message[] {
  const end = (message: Message) => message.deadline ?? Number.POSITIVE_INFINITY;
  return messages
    .filter((message) => message.state === "held")
    .sort((a, b) => end(a) - end(b) || a.createdAt - b.createdAt);
}

/** Somebody answers from the phone: until when the bot is quiet. What a person at work writes goes out. */
export function quietFor(work: Work, message: Message): Instant | null {
  return message.origin.kind === "agent" ? null : quietUntil(work.conversation(message.channel), work.now);
}

/** Held sends of a paused flow or channel stay where they are; nothing is lost. */
export function isPaused(work: Work, message: Message): boolean {
  return (
    work.world.channel(message.channel).paused ||
    quietFor(work, message) !== null ||
    (message.origin.kind === "flow" && work.world.isPaused(message.origin.flow))
  );
}

/** What is decided about a message that is about to leave: those in flight count, those queued behind it do not. */
export const NOTHING_QUEUED: readonly QueuedMarketing[] = [];

export function waitsFor(work: Work, message: Message): boolean {
  const id = sessionOf(message);
  const session = id === null ? undefined : work.session(id);
  return session?.status === "running" && session.wait?.message === message.id;
}
