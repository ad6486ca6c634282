/**
 * What a decision may look at: the hot path's one read, in one read transaction (a lock taken once instead of five times,
 * and one moment for all of it). Joins, orderings and rows as objects were measured to double its cost.
 */
import { EMPTY_LEDGER, type Ledger } from "@sluice/shared/caps/ledger";
import type { Message } from "@sluice/shared/conversation/message";
import type { Contact, Conversation } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { LoadedContact } from "../store.ts";
import { fromJson, type Sql } from "./sql.ts";

type ContactRow = [version: number, mergedInto: string | null, doc: string];

const CONTACT = "SELECT version, merged_into, doc FROM contacts WHERE id = ?";
const VERSION = "SELECT version FROM contacts WHERE id = ? AND merged_into IS NULL";
const LEDGER = "SELECT doc FROM ledgers WHERE contact = ? AND account = 'a1'";
const CONVERSATIONS = "SELECT doc FROM conversations WHERE contact = ?";
/** Rows of one key of an index come in the order in which they were added. */
const SESSIONS = "SELECT doc FROM sessions WHERE contact = ? AND status = 'running'";
const LIVE_MESSAGES = "SELECT doc FROM messages WHERE contact = ? AND live = 1";
const MESSAGE = "SELECT doc FROM messages WHERE id = ?";

export function loadContact(sql: Sql, id: string): LoadedContact | null {
  return sql.reading(() => read(sql, id));
}

export function contactVersion(sql: Sql, id: string): number | null {
  return sql.value<number>(VERSION, id) ?? null;
}

function read(sql: Sql, id: string): LoadedContact | null {
  const row = sql.tuple<ContactRow>(CONTACT, id);
  if (!row) return null;
  const [version, mergedInto, contact] = row;
  if (mergedInto !== null) return read(sql, mergedInto);
  const ledger = sql.value<string>(LEDGER, id);
  const sessions = all<Session>(sql, SESSIONS, id);
  return {
    version,
    state: {
      contact: fromJson<Contact>(contact),
      ledger: ledger === undefined ? EMPTY_LEDGER : fromJson<Ledger>(ledger),
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
