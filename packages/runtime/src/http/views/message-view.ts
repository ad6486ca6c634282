import { countryOf } from "@sluice/shared/caps/countries";
import { gateState } from "@sluice/shared/conversation/hold-state";
import { type Attempt, lastAttempt, type Message, messageName } from "@sluice/shared/conversation/message";
import type { Contact } from "@sluice/shared/conversation/state";
import { costOf } from "@sluice/shared/costs/say-cost";
import type { MessageView } from "@sluice/shared/protocol/message";
import type { Lookups } from "../lookups.ts";

export function messageView(message: Message, contact: Contact, lookups: Lookups): MessageView {
  const { origin, twin, content } = message;
  const last = lastAttempt(message);
  return {
    id: message.id,
    contact: message.contact,
    channel: message.channel,
    name: messageName(message),
    origin: {
      kind: origin.kind,
      by: origin.kind === "agent" ? origin.by : null,
      flow: origin.kind === "flow" ? origin.flow : null,
      flowName: origin.kind === "flow" ? origin.flowName : null,
      revision: origin.kind === "flow" ? origin.revision : null,
      session: origin.kind === "flow" ? origin.session : null,
      node: origin.kind === "flow" ? origin.node : null,
      test: origin.kind === "flow" && origin.test === true,
    },
    class: message.class,
    shown: twin && last?.as === "interactive" ? twin : content,
    content,
    twin,
    state: message.state,
    reason: message.reason ?? null,
    delivery: deliveryOf(message),
    gate: message.class === "free-form" ? null : gateState(null, message, lookups.tellerFor(contact)),
    deadline: message.deadline,
    blocks: message.blocks,
    maxTries: message.maxTries,
    createdAt: message.createdAt,
    attempts: message.attempts.map(attemptView),
    cost: costView(message, contact, lookups),
  };
}

function costView(message: Message, contact: Contact, lookups: Lookups): MessageView["cost"] {
  const last = lastAttempt(message);
  if (!last?.charge) return null;
  const { charge, at, state, deliveredAt } = last;
  const paid = {
    charge,
    at,
    delivered: deliveredAt !== undefined,
    failed: state === "failed",
    country: countryOf(contact.identity),
  };
  return costOf(paid, lookups.services.channel().rates);
}

/** Its state and what became of the last attempt, in one word. */
function deliveryOf(message: Message): MessageView["delivery"] {
  if (message.state !== "sent") return message.state;
  switch (lastAttempt(message)?.state) {
    case "inflight":
      return "sending";
    case "delivered":
    case "read":
    case "failed":
    case "unknown":
      return lastAttempt(message)?.state as "delivered" | "read" | "failed" | "unknown";
    default:
      return "sent";
  }
}

function attemptView(attempt: Attempt): MessageView["attempts"][number] {
  return {
    id: attempt.id,
    as: attempt.as,
    rule: attempt.rule,
    state: attempt.state,
    at: attempt.at,
    wamid: attempt.wamid ?? null,
    acceptedAt: attempt.acceptedAt ?? null,
    deliveredAt: attempt.deliveredAt ?? null,
    readAt: attempt.readAt ?? null,
    failedAt: attempt.failedAt ?? null,
    code: attempt.code ?? null,
  };
}
