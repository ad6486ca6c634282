/** Lets a session take an event, and does what it asks for: messages, fields, hand-offs, and what its end leaves behind. */
import { advance } from "../engine/advance.ts";
import type { Command, TraceLine } from "../engine/command.ts";
import type { CompiledFlow } from "../engine/compile-flow.ts";
import { compiledNode } from "../engine/compile-flow.ts";
import type { SessionEvent } from "../engine/event.ts";
import type { Session } from "../engine/session.ts";
import { nodeName } from "../flow/document.ts";
import { logHeld } from "./gate.ts";
import { isOpen, type Message } from "./message.ts";
import type { Work } from "./work.ts";

/** False when the event changed nothing: it was not for this session, or it keeps waiting (I5). */
export function runSession(work: Work, session: Session, event: SessionEvent): boolean {
  const flow = work.world.flow(session.flow, session.revision);
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
      policy: work.world.channel(session.channel).policy,
      queued: work.queuedMarketing(),
      channel: session.channel,
      toUnitedStates: work.toUnitedStates,
    },
  });
  if (turn.session === session) return false;
  work.putSession(turn.session);
  for (const command of turn.commands) obey(work, turn.session, flow, command);
  for (const line of turn.trace) record(work, turn.session, flow, line);
  settleLeft(work, session, turn.session, turn.trace);
  return true;
}

function obey(work: Work, session: Session, flow: CompiledFlow, command: Command): void {
  switch (command.kind) {
    case "send-message":
      return queueMessage(work, session, flow, command);
    case "set-field":
      return work.setField(command.name, command.value);
    case "hand-off":
      work.putConversation({
        ...work.conversation(session.channel),
        handOff: {
          session: session.id,
          flow: flow.document.name,
          team: command.team,
          note: command.note,
          since: work.now,
        },
        unansweredSince: work.conversation(session.channel).unansweredSince ?? work.now,
      });
      work.log(
        "handed-off",
        session.channel,
        { team: command.team, note: command.note, flow: flow.document.name },
        { session: session.id, flow: session.flow, node: session.node },
      );
  }
}

function queueMessage(
  work: Work,
  session: Session,
  flow: CompiledFlow,
  command: Command & { kind: "send-message" },
): void {
  const { request, decision } = command;
  const node = compiledNode(flow, command.node)?.node;
  const message: Message = {
    id: command.id,
    contact: session.contact,
    channel: session.channel,
    origin: {
      kind: "flow",
      session: session.id,
      flow: session.flow,
      flowName: flow.document.name,
      revision: session.revision,
      node: command.node,
      nodeName: node ? nodeName(node) : command.node,
      ...(session.test ? { test: true as const } : {}),
    },
    class: request.class,
    content: request.content,
    twin: request.twin,
    prefer: request.prefer,
    ...(request.whenHeld === "leave" ? { whenHeld: request.whenHeld } : {}),
    ...(request.awaitDelivery === false ? { awaitDelivery: request.awaitDelivery } : {}),
    state: decision.kind === "hold" ? "held" : "queued",
    hold: null,
    deadline: request.deadline,
    blocks: 0,
    maxTries: request.maxTries,
    notBefore: null,
    delays: 0,
    createdAt: work.now,
    attempts: [],
  };
  work.putMessage(message);
  if (decision.kind === "hold") logHeld(work, message, decision);
}

/** Trace lines that people want to read in the timeline. */
function record(work: Work, session: Session, flow: CompiledFlow, line: TraceLine): void {
  const about = { session: session.id, flow: session.flow, node: line.node, ...(line.rule ? { rule: line.rule } : {}) };
  const node = compiledNode(flow, line.node)?.node;
  const name = node ? nodeName(node) : line.node;
  switch (line.code) {
    case "send-refused": {
      const window = work.ledger.windows[session.channel];
      const since =
        line.reason === "window-closed"
          ? (window?.lastInboundAt ?? null)
          : line.reason === "opted-out"
            ? (work.ledger.stoppedByMetaAt ?? work.ledger.stoppedByWordAt)
            : null;
      work.log(
        "not-sent",
        session.channel,
        { name, reason: line.reason ?? "refused", code: null, says: null, since, port: portOfRefusal(line.reason) },
        about,
      );
      return;
    }
    case "ended":
      work.log(
        "session-ended",
        session.channel,
        { flow: flow.document.name, reason: line.reason ?? "finished" },
        about,
      );
      return;
    case "note":
      if (line.reason !== undefined)
        work.log("note", session.channel, { name, reason: line.reason, detail: line.detail ?? null }, about);
  }
}

function portOfRefusal(reason: string | undefined): string {
  switch (reason) {
    case "window-closed":
      return "window closed";
    case "would-hold":
      return "expired";
    case "opted-out":
      return "opted out";
    default:
      return "failed";
  }
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
    const port = trace.find((line) => line.code === "left" && line.node === before.node)?.port;
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
