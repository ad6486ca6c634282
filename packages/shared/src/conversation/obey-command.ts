/** What a session asks for, carried out in the same plan: messages, fields, hand-offs. Events are run-session.ts's. */
import type { Command } from "../engine/command.ts";
import type { Session } from "../engine/session.ts";
import { logHeld } from "./gate.ts";
import type { Message } from "./message.ts";
import { placeOf } from "./place-of.ts";
import type { Work } from "./work.ts";

export function obey(work: Work, session: Session, command: Exclude<Command, { kind: "raise-event" }>): void {
  switch (command.kind) {
    case "send-message":
      return queueMessage(work, session, command);
    case "set-field":
      return work.setField(command.name, command.value);
    case "hand-off":
      return handOff(work, session, command);
    case "set-consent":
      return setConsent(work, session, command.marketing);
    case "call-http":
      // It stands in the session's wait: whoever commits the plan makes the call, again after a crash.
      return;
  }
}

/** Held offers are decided anew when the event is done with (D13, decide.ts). */
function setConsent(work: Work, session: Session, marketing: "in" | "out"): void {
  work.applyLedger({ kind: marketing === "in" ? "resumed" : "stopped", by: "flow", at: work.now });
  const { flowName: flow } = placeOf(work, session, session.node);
  work.setConsent({ state: marketing, at: work.now, source: `the flow ${flow}`, by: null });
  work.log(
    marketing === "in" ? "opted-in" : "opted-out",
    session.channel,
    { by: "flow", flow, text: null },
    { rule: "D1", session: session.id, flow: session.flow },
  );
  work.consentChanged = true;
}

function handOff(work: Work, session: Session, { team, note }: Command & { kind: "hand-off" }): void {
  const { channel } = session;
  const conversation = work.conversation(channel);
  const { flowName: flow } = placeOf(work, session, session.node);
  work.putConversation({
    ...conversation,
    handOff: { session: session.id, flow, team, note, since: work.now },
    unansweredSince: conversation.unansweredSince ?? work.now,
  });
  work.log(
    "handed-off",
    channel,
    { team, note, flow },
    { session: session.id, flow: session.flow, node: session.node },
  );
}

function queueMessage(work: Work, session: Session, command: Command & { kind: "send-message" }): void {
  const { request, decision } = command;
  const message: Message = {
    id: command.id,
    contact: session.contact,
    channel: session.channel,
    origin: {
      kind: "flow",
      session: session.id,
      ...placeOf(work, session, command.node, command),
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
