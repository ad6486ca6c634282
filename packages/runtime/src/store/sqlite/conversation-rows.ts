/** Writes of ledgers and conversations, with the columns that lists and figures look at. Inside a transaction. */
import type { Ledger } from "@sluice/shared/caps/ledger";
import { windowClosesAt } from "@sluice/shared/caps/windows";
import type { Conversation } from "@sluice/shared/conversation/state";
import type { Sql } from "./sql.ts";

export interface ConversationWrite {
  contact: string;
  /** The new ledger; null when it stays as it was, and with it the windows. */
  ledger: Ledger | null;
}

const SAVE_LEDGER = `INSERT INTO ledgers (contact, blocked_until, doc) VALUES (?, ?, ?)
  ON CONFLICT (contact, account) DO UPDATE SET blocked_until = excluded.blocked_until, doc = excluded.doc`;
const INSERT = `INSERT INTO conversations (contact, channel_id, active_at, unanswered_since, handed_off, held, window_closes_at, doc)
  VALUES (?, ?, ?, ?, ?, 0, ?, ?)`;
const SAVE = `${INSERT}
  ON CONFLICT (contact, channel_id) DO UPDATE SET active_at = max(active_at, excluded.active_at),
    unanswered_since = excluded.unanswered_since, handed_off = excluded.handed_off, doc = excluded.doc`;
const SAVE_WITH_WINDOW = `${SAVE}, window_closes_at = excluded.window_closes_at`;
const COUNT_HELD = `UPDATE conversations
  SET held = (SELECT count(*) FROM messages WHERE live = 1 AND state = 'held'
    AND messages.contact = conversations.contact AND messages.channel_id = conversations.channel_id)
  WHERE contact = ? AND channel_id = ? AND (held > 0 OR ?)`;
const SET_WINDOW = `UPDATE conversations SET active_at = max(active_at, ?), window_closes_at = ?
  WHERE contact = ? AND channel_id = ? AND window_closes_at IS NOT ?`;
const MAKE = `${INSERT} ON CONFLICT (contact, channel_id) DO NOTHING`;

export function saveLedger(sql: Sql, contact: string, ledger: Ledger): void {
  sql.run(SAVE_LEDGER, contact, ledger.blockedUntil, JSON.stringify(ledger));
}

/** `held` is counted afterwards, with the messages of the turn. */
export function saveConversation(sql: Sql, { contact, ledger }: ConversationWrite, conversation: Conversation): void {
  sql.run(
    ledger ? SAVE_WITH_WINDOW : SAVE,
    contact,
    conversation.channel,
    Math.max(conversation.lastMessageAt ?? 0, conversation.lastInboundAt ?? 0, inboundAt(ledger, conversation.channel)),
    conversation.unansweredSince,
    conversation.handOff ? 1 : 0,
    ledger ? windowClosesAt(ledger, conversation.channel) : null,
    JSON.stringify(conversation),
  );
}

/** Windows of conversations that the turn itself did not write. */
export function saveWindows(sql: Sql, contact: string, ledger: Ledger, written: readonly Conversation[]): void {
  for (const channel of Object.keys(ledger.windows)) {
    if (written.some((conversation) => conversation.channel === channel)) continue;
    const closes = windowClosesAt(ledger, channel);
    sql.run(SET_WINDOW, inboundAt(ledger, channel), closes, contact, channel, closes);
  }
}

/** What is held on a channel, counted anew; not where nothing was held before (`more` false) and nothing is now. */
export function countHeld(sql: Sql, contact: string, channel: string, more = true): void {
  sql.run(COUNT_HELD, contact, channel, more ? 1 : 0);
}

/** A message on a channel without a conversation begins one. */
export function beginConversation(sql: Sql, contact: string, channel: string): void {
  const nothing = { lastInboundAt: null, lastMessageAt: null, lastText: "", unansweredSince: null, handOff: null };
  const begun: Conversation = { channel, ...nothing };
  sql.run(MAKE, contact, channel, 0, null, 0, null, JSON.stringify(begun));
}

/** Last message or call as the ledger knows it. */
function inboundAt(ledger: Ledger | null, channel: string): number {
  return ledger?.windows[channel]?.lastInboundAt ?? 0;
}
