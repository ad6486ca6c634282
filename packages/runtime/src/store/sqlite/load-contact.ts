/** What a decision may look at: the hot path's one read. */
import { EMPTY_LEDGER, type Ledger } from "@sluice/shared/caps/ledger";
import type { Message } from "@sluice/shared/conversation/message";
import type { Contact, Conversation } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { LoadedContact } from "../store.ts";
import { fromJson, type Sql } from "./sql.ts";

interface ContactRow {
  version: number;
  mergedInto: string | null;
  contact: string;
  ledger: string | null;
}

const CONTACT = `SELECT contacts.version, contacts.merged_into AS mergedInto, contacts.doc AS contact, ledgers.doc AS ledger
  FROM contacts LEFT JOIN ledgers ON ledgers.contact = contacts.id AND ledgers.account = 'a1'
  WHERE contacts.id = ?`;
const CONVERSATIONS = "SELECT doc FROM conversations WHERE contact = ?";
const SESSIONS = "SELECT doc FROM sessions WHERE contact = ? AND status = 'running' ORDER BY seq";
const LIVE_MESSAGES = "SELECT doc FROM messages WHERE contact = ? AND live = 1 ORDER BY seq";
const MESSAGE = "SELECT doc FROM messages WHERE id = ?";

export function loadContact(sql: Sql, id: string): LoadedContact | null {
  const row = sql.one<ContactRow>(CONTACT, id);
  if (!row) return null;
  if (row.mergedInto !== null) return loadContact(sql, row.mergedInto);
  const sessions = all<Session>(sql, SESSIONS, id);
  return {
    version: row.version,
    state: {
      contact: fromJson<Contact>(row.contact),
      ledger: row.ledger === null ? EMPTY_LEDGER : fromJson<Ledger>(row.ledger),
      conversations: all<Conversation>(sql, CONVERSATIONS, id),
      sessions,
      messages: withAwaited(sql, all<Message>(sql, LIVE_MESSAGES, id), sessions),
    },
  };
}

/** Adds what running sessions wait for, if it has left already (delivery, answer). */
function withAwaited(sql: Sql, messages: Message[], sessions: readonly Session[]): Message[] {
  for (const { wait } of sessions) {
    const id = wait?.message;
    if (id === undefined || messages.some((message) => message.id === id)) continue;
    const doc = sql.value<string>(MESSAGE, id);
    if (doc !== undefined) messages.push(fromJson<Message>(doc));
  }
  return messages;
}

function all<Type>(sql: Sql, text: string, contact: string): Type[] {
  return sql.values<string>(text, contact).map((doc) => fromJson<Type>(doc));
}
