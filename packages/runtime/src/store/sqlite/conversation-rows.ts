/** Writes of ledgers and conversations, with the columns that lists and figures look at. Inside a transaction. */
import type { Ledger } from "@sluice/shared/caps/ledger";
import { windowClosesAt } from "@sluice/shared/caps/windows";
import type { Message } from "@sluice/shared/conversation/message";
import { newConversation } from "@sluice/shared/conversation/next-state";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { ContactState, Conversation } from "@sluice/shared/conversation/state";
import type { TurnUnit } from "../store.ts";
import type { Sql } from "./sql.ts";

type Decided = Pick<TurnUnit, "state" | "plan">;

const SAVE_LEDGER = `INSERT INTO ledgers (contact, blocked_until, doc) VALUES (?, ?, ?)
  ON CONFLICT (contact, account) DO UPDATE SET blocked_until = excluded.blocked_until, doc = excluded.doc`;
const SAVE = `INSERT INTO conversations
  (active_at, window_closes_at, held, unanswered_since, handed_off, doc, contact, channel_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (contact, channel_id) DO UPDATE SET active_at = max(active_at, excluded.active_at),
    window_closes_at = excluded.window_closes_at, held = excluded.held, unanswered_since = excluded.unanswered_since,
    handed_off = excluded.handed_off, doc = excluded.doc`;
/** Those that a list or a figure looks at. */
const SAVE_FIGURES = `UPDATE conversations SET active_at = max(active_at, ?), window_closes_at = ?, held = ?
  WHERE contact = ? AND channel_id = ?`;

export function saveLedger(sql: Sql, contact: string, ledger: Ledger): void {
  sql.run(SAVE_LEDGER, contact, ledger.blockedUntil, JSON.stringify(ledger));
}

/** Every conversation that the plan changes, directly or by a message or a window; one without a row gets it. */
export function saveConversations(sql: Sql, contact: string, { state, plan }: Decided): void {
  const ledger = plan.ledger ?? state.ledger;
  for (const conversation of plan.conversations)
    saveConversation(sql, contact, conversation, ledger, heldAfter(state, plan, conversation.channel));
  for (const { channel } of plan.messages)
    if (!isChanged(plan, channel)) saveFigures(sql, contact, channel, { state, plan });
  if (plan.ledger)
    for (const channel of Object.keys(ledger.windows))
      if (!isChanged(plan, channel)) saveFigures(sql, contact, channel, { state, plan });
}

/** Of a conversation that is otherwise as it was: what lists and figures look at. A first message begins one. */
function saveFigures(sql: Sql, contact: string, channel: string, { state, plan }: Decided): void {
  const ledger = plan.ledger ?? state.ledger;
  const held = heldAfter(state, plan, channel);
  if (!state.conversations.some((known) => known.channel === channel)) {
    if (plan.messages.some((message) => message.channel === channel))
      saveConversation(sql, contact, newConversation(channel), ledger, held);
    return;
  }
  const closesAt = windowClosesAt(ledger, channel);
  if (held === heldOn(state.messages, channel) && closesAt === windowClosesAt(state.ledger, channel)) return;
  sql.run(SAVE_FIGURES, inboundAt(ledger, channel), closesAt, held, contact, channel);
}

function isChanged(plan: Plan, channel: string): boolean {
  return plan.conversations.some((conversation) => conversation.channel === channel);
}

/** `held`: messages that are held on its channel. */
export function saveConversation(
  sql: Sql,
  contact: string,
  conversation: Conversation,
  ledger: Ledger,
  held: number,
): void {
  const { channel, lastInboundAt, lastMessageAt, unansweredSince, handOff } = conversation;
  sql.run(
    SAVE,
    Math.max(lastMessageAt ?? 0, lastInboundAt ?? 0, inboundAt(ledger, channel)),
    windowClosesAt(ledger, channel),
    held,
    unansweredSince,
    handOff ? 1 : 0,
    JSON.stringify(conversation),
    contact,
    channel,
  );
}

function heldOn(messages: readonly Message[], channel: string): number {
  let held = 0;
  for (const message of messages) if (message.state === "held" && message.channel === channel) held += 1;
  return held;
}

/** All that are held are part of the state. */
function heldAfter(state: ContactState, plan: Plan, channel: string): number {
  if (plan.messages.length === 0) return heldOn(state.messages, channel);
  const others = state.messages.filter(({ id }) => !plan.messages.some((changed) => changed.id === id));
  return heldOn(others, channel) + heldOn(plan.messages, channel);
}

/** Last message or call as the ledger knows it. */
function inboundAt(ledger: Ledger, channel: string): number {
  return ledger.windows[channel]?.lastInboundAt ?? 0;
}
