/**
 * Who takes a message (caps.md §4): consent words first, then the ledger, then the first taker: a menu word, the session
 * whose message is named, the session that last began waiting for an answer, an entry, and else the inbox. After the
 * taker's turn at most one held send is released (I3).
 */
import { consentWord } from "../../caps/consent-words.ts";
import { behind, compiledNode } from "../../engine/compile-flow.ts";
import type { Session } from "../../engine/session.ts";
import { type IncomingMessage, isInteraction, textOf } from "../../messages/incoming.ts";
import { choiceByLabel } from "../../messages/labels.ts";
import { choicesOf } from "../../messages/outgoing.ts";
import { readPayload } from "../../messages/payload.ts";
import { entryFor } from "../entries.ts";
import type { ContactEvent } from "../event.ts";
import { type Message, sessionOf } from "../message.ts";
import { decideHeldAnew, tell } from "../outcome.ts";
import { isQuiet, isWithPerson } from "../quiet.ts";
import { runSession, withdraw } from "../run-session.ts";
import { startSession } from "../start-session.ts";
import type { Work } from "../work.ts";
import type { EntryPoint } from "../world.ts";
import { shownAsAnswered } from "./attempt-outcome.ts";

export function messageReceived(work: Work, event: ContactEvent & { kind: "message-received" }): void {
  const { channel, message } = event;
  const text = textOf(message.content);
  rememberInbound(work, channel, message);
  if (message.content.kind === "system" && message.content.newPhone !== undefined)
    numberChanged(work, channel, message.from.phone ?? null, message.content.newPhone);
  if (!isInteraction(message.content)) return;
  const tapped = message.content.kind === "tap" ? { tapped: true as const } : {};
  work.applyLedger({ kind: "interaction", at: message.at, channel, ...tapped });
  if (message.referral) work.applyLedger({ kind: "referred", at: message.at, channel });

  if (!takenByConsent(work, channel, message)) {
    const named = event.named ? work.know(event.named) : null;
    const taken =
      !isQuiet(work.conversation(channel), work.now) &&
      (takenByInterrupt(work, channel, message) ||
        takenByNamed(work, named, message) ||
        takenByWaiting(work, channel, message) ||
        takenByEntry(work, channel, message));
    if (!taken) toInbox(work, channel, message);
  }
  decideHeldAnew(work, { by: "interaction", text: text || null, tapped: message.content.kind === "tap" });
}

function rememberInbound(work: Work, channel: string, message: IncomingMessage): void {
  const conversation = work.conversation(channel);
  const counts = isInteraction(message.content);
  work.putConversation({
    ...conversation,
    lastInboundAt: counts ? Math.max(conversation.lastInboundAt ?? 0, message.at) : conversation.lastInboundAt,
    lastMessageAt: Math.max(conversation.lastMessageAt ?? 0, message.at),
    lastText: counts ? textOf(message.content) || message.content.kind : conversation.lastText,
  });
  if (message.profileName && work.contact.name === null)
    work.putContact({ ...work.contact, name: message.profileName });
}

/** The store has moved the number already, and joined who had the new one; here it is told. */
function numberChanged(work: Work, channel: string, from: string | null, to: string): void {
  if (from !== to) work.log("number-changed", channel, { from, to });
  if (work.contact.identity.phone !== to)
    work.putContact({ ...work.contact, identity: { ...work.contact.identity, phone: to } });
}

/** STOP and START: the message is taken, whatever else waits for one. START is a word like others where nothing was stopped. */
function takenByConsent(work: Work, channel: string, message: IncomingMessage): boolean {
  const word = message.content.kind === "text" ? consentWord(message.content.text) : null;
  if (word === null) return false;
  if (word === "start" && work.ledger.stoppedByWordAt === null) {
    // Remembered all the same: a STOP that was written before it may still be on its way.
    work.applyLedger({ kind: "resumed", by: "word", at: message.at });
    return false;
  }
  work.applyLedger({ kind: word === "stop" ? "stopped" : "resumed", by: "word", at: message.at });
  work.setConsent({
    state: word === "stop" ? "out" : "in",
    at: message.at,
    source: `wrote "${textOf(message.content).trim()}"`,
    by: null,
  });
  work.log(
    word === "stop" ? "opted-out" : "opted-in",
    channel,
    { by: "word", text: textOf(message.content) },
    { rule: "D1" },
  );
  return true;
}

/**
 * A menu word, whatever waits. The flow it belongs to begins anew, so that the word always does the same; sessions of
 * other flows go on waiting, behind the new one.
 */
function takenByInterrupt(work: Work, channel: string, message: IncomingMessage): boolean {
  if (message.content.kind !== "text" || work.conversation(channel).handOff) return false;
  const entries = work.world.entries(channel).filter(({ trigger }) => trigger.kind === "keyword" && trigger.interrupts);
  const entry = entryFor(entries, message, true);
  if (!entry) return false;
  for (const session of work.sessions())
    if (session.channel === channel && session.flow === entry.flow)
      runSession(work, session, { kind: "stopped", reason: "restarted" });
  return startedBy(work, channel, entry, message);
}

/** The session whose message is named by `context.id` or the payload. */
function takenByNamed(work: Work, named: Message | null, message: IncomingMessage): boolean {
  const owner = named ? sessionOf(named) : null;
  const session = owner === null ? undefined : work.session(owner);
  if (!named || session?.status !== "running") return false;
  if (session.wait?.message === named.id) {
    shownAsAnswered(work, named);
    if (answers(work, session, message)) return true;
    tell(work, named, { kind: "message-delivered", message: named.id });
    return false;
  }
  return lateTap(work, session, named, message);
}

/** I4: the first tap on a message whose node was left by `timeout` goes that way if it leads on, and takes back what is held. */
function lateTap(work: Work, session: Session, named: Message, message: IncomingMessage): boolean {
  if (named.origin.kind !== "flow" || named.leftBy !== "timeout" || named.lateTapped) return false;
  const tapped = tappedPort(named, message);
  const flow = runsFlow(session, named.origin) ? work.world.flow(named.origin.flow, named.origin.revision) : undefined;
  const node = flow && compiledNode(flow, named.origin.node);
  if (!tapped || !node || !behind(node, tapped.port)) return false;
  work.putMessage({ ...named, lateTapped: true });
  const held = session.wait?.message === undefined ? undefined : work.message(session.wait.message);
  if (held && (held.state === "held" || held.state === "queued")) withdraw(work, held, "superseded", tapped.title);
  runSession(work, work.session(session.id) ?? session, {
    kind: "late-tap-received",
    flow: named.origin.flow,
    node: named.origin.node,
    port: tapped.port,
    message,
  });
  return true;
}

/** A flow that was called and has come to its end is not gone back to. */
function runsFlow(session: Session, origin: { flow: string; revision: number }): boolean {
  return [session, ...(session.frames ?? [])].some(
    (place) => place.flow === origin.flow && place.revision === origin.revision,
  );
}

/** The port of the choice that was tapped, or whose label was written. */
function tappedPort(named: Message, message: IncomingMessage): { port: string; title: string } | null {
  const choices = choicesOf(named.content);
  const { content } = message;
  const payload = content.kind === "tap" ? readPayload(content.id) : null;
  const choice =
    payload && payload.message === named.id
      ? choices[payload.index]
      : ((content.kind === "tap" ? choices.find((candidate) => candidate.id === content.id) : undefined) ??
        choiceByLabel(choices, textOf(content)));
  if (!choice) return null;
  const index = choices.indexOf(choice);
  switch (named.content.kind) {
    case "template":
      return { port: `button:${index}`, title: choice.title };
    case "list":
      return { port: `row:${choice.id}`, title: choice.title };
    default:
      return { port: `button:${choice.id}`, title: choice.title };
  }
}

/** The session of this conversation that last began waiting for an answer. */
function takenByWaiting(work: Work, channel: string, message: IncomingMessage): boolean {
  const waiting = work
    .sessions()
    .filter((session) => session.channel === channel && session.wait?.for === "answer")
    .sort((a, b) => (b.wait?.since ?? 0) - (a.wait?.since ?? 0) || b.id.localeCompare(a.id));
  const session = waiting[0];
  return session ? answers(work, session, message) : false;
}

/** False when the session keeps waiting: an unconnected `other` or `answered` leaves the message to the inbox (I5). */
function answers(work: Work, session: Session, message: IncomingMessage): boolean {
  return runSession(work, session, { kind: "reply-received", message });
}

function takenByEntry(work: Work, channel: string, message: IncomingMessage): boolean {
  // A conversation that a person has is theirs: no entry starts in it. Nor does one start on a paused channel.
  if (isWithPerson(work.conversation(channel), work.now) || work.world.channel(channel).paused) return false;
  const busy = work.sessions().some((session) => session.channel === channel && session.wait !== null);
  const entry = entryFor(work.world.entries(channel), message, busy);
  return entry !== null && startedBy(work, channel, entry, message);
}

function startedBy(work: Work, channel: string, entry: EntryPoint, message: IncomingMessage): boolean {
  const { kind } = startSession(work, {
    channel,
    flow: entry.flow,
    revision: entry.revision,
    entry: entry.node,
    variables: {},
    by: textOf(message.content) || "a message",
  });
  return kind === "started";
}

function toInbox(work: Work, channel: string, message: IncomingMessage): void {
  const conversation = work.conversation(channel);
  work.putConversation({ ...conversation, unansweredSince: conversation.unansweredSince ?? work.now });
  work.log("to-inbox", channel, { text: textOf(message.content) });
  sendDefaultReply(work, channel);
}

/** Once per stretch of unanswered messages: a person who writes three lines gets one reply. */
function sendDefaultReply(work: Work, channel: string): void {
  const text = work.world.channel(channel).defaultReply;
  const conversation = work.conversation(channel);
  if (!text || isWithPerson(conversation, work.now) || conversation.unansweredSince !== work.now) return;
  work.putMessage({
    id: work.world.newMessageId(),
    contact: work.contactId,
    channel,
    origin: { kind: "default-reply" },
    class: "free-form",
    content: { kind: "text", text },
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
}
