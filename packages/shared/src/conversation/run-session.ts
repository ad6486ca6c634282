/** Lets a session take an event, and does what it asks for: messages, fields, events, and what its end leaves behind. */
import { advance } from "../engine/advance.ts";
import type { TraceLine } from "../engine/command.ts";
import type { SessionEvent } from "../engine/event.ts";
import { type Session, standingOf } from "../engine/session.ts";
import type { Json } from "../flow/json.ts";
import { isOpen, type Message } from "./message.ts";
import { obey } from "./obey-command.ts";
import { placeOf } from "./place-of.ts";
import { record } from "./record-trace.ts";
import type { Work } from "./work.ts";

/** More events than this from one decision: flows wake one another in circles. */
const MOST_RAISED = 50;

/** False when the event changed nothing: it was not for this session, or it keeps waiting (I5). */
export function runSession(work: Work, session: Session, event: SessionEvent): boolean {
  const { world } = work;
  const flow = world.flow(session.flow, session.revision);
  if (!flow) {
    abandon(work, session);
    return true;
  }
  const turn = advance(session, event, {
    flow,
    now: work.now,
    contact: work.contactView(session.channel),
    caps: {
      ledger: work.ledger,
      policy: world.channel(session.channel).policy,
      queued: work.queuedMarketing(),
      channel: session.channel,
      toUnitedStates: work.toUnitedStates,
    },
    flows: {
      published: (id) => world.published(id, session.channel),
      revision: (id, revision) => world.flow(id, revision),
    },
  });
  if (turn.session === session) return false;
  work.putSession(turn.session);
  if (event.kind === "timer-fired") recordTimeout(work, session, turn.trace);
  const raised = turn.commands.filter((command) => command.kind === "raise-event");
  for (const command of turn.commands) if (command.kind !== "raise-event") obey(work, turn.session, command);
  for (const line of turn.trace) record(work, turn.session, line);
  settleLeft(work, session, turn.session, turn.trace);
  for (const { name, data } of raised) {
    work.raised += 1;
    if (work.raised > MOST_RAISED) {
      runSession(work, work.session(session.id) ?? turn.session, { kind: "stopped", reason: "endless-turn" });
      break;
    }
    raise(work, { channel: session.channel, name, data, by: flow.document.name }, session.id);
  }
  return true;
}

/** Wakes the contact's sessions that wait for an event of this name; gives their ids. Who raised it does not hear of it. */
export function raise(
  work: Work,
  { channel, name, data, by }: { channel: string; name: string; data: Json; by: string },
  from?: string,
): string[] {
  work.log("event-raised", channel, { name, by });
  const waiting = work.sessions().filter((session) => session.wait?.event === name && session.id !== from);
  return waiting.flatMap(({ id }) => {
    const session = work.session(id);
    return session && runSession(work, session, { kind: "event-raised", name, data }) ? [id] : [];
  });
}

/**
 * The message whose node was left remembers by which port. One that has not gone yet is withdrawn: nobody waits for it any
 * more. Only a free-form question that was answered before it went out still goes: the answer would stand there alone.
 */
function settleLeft(work: Work, before: Session, after: Session, trace: readonly TraceLine[]): void {
  const id = before.wait?.message;
  const still = after.status === "running" && after.wait?.message === id;
  if (id !== undefined && !still) {
    const message = work.message(id);
    const port = trace.find((line) => isLeaving(line, before))?.port;
    if (message) {
      const left: Message = { ...message, leftBy: port ?? after.reason ?? "moved" };
      const isAnswered = port !== undefined && port !== "timeout" && left.class === "free-form";
      if (isOpen(left) && !isAnswered) withdraw(work, left, after.reason ?? "superseded");
      else work.putMessage(left);
    }
  }
  const handOff = work.conversation(after.channel).handOff;
  if (handOff?.session === after.id && after.wait?.for !== "agent")
    work.putConversation({ ...work.conversation(after.channel), handOff: null });
}

/** What follows happens because nothing else did in time. */
function recordTimeout(work: Work, before: Session, trace: readonly TraceLine[]): void {
  const line = trace.find((candidate) => isLeaving(candidate, before));
  if (!line) return;
  const { flow, node, nodeName: name } = placeOf(work, before, line.node, line);
  const waitedFor = before.wait?.for ?? "time";
  work.log(
    "node-left",
    before.channel,
    { name, port: line.port ?? null, waitedFor, since: before.wait?.since ?? null },
    { session: before.id, flow, node },
  );
}

/** Did the session leave, with this line, the node it stood on? */
function isLeaving(line: TraceLine, before: Session): boolean {
  const { flow, node } = standingOf(before);
  return line.code === "left" && line.node === node && (line.flow ?? before.flow) === flow;
}

export function withdraw(work: Work, message: Message, reason: string, tapped: string | null = null): void {
  work.putMessage({ ...message, state: "withdrawn", reason, hold: null });
  work.logMessage("withdrawn", message, { reason, tapped });
}

/** A session whose revision is gone cannot go on: it ends with a reason instead of hanging. */
function abandon(work: Work, session: Session): void {
  const ended: Session = {
    ...session,
    status: "ended",
    reason: "revision-gone",
    wait: null,
    generation: session.generation + 1,
  };
  work.putSession(ended);
  work.log(
    "session-ended",
    session.channel,
    { flow: session.flow, reason: "revision-gone" },
    { session: session.id, flow: session.flow },
  );
  settleLeft(work, session, ended, []);
}
