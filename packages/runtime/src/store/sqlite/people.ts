/** What people look at: contacts, conversations, sessions, figures. */
import type { LedgerEvent } from "@sluice/shared/caps/ledger";
import type { Message } from "@sluice/shared/conversation/message";
import type { Contact } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { PeopleStore } from "../store.ts";
import { conversations } from "./conversations.ts";
import { page, readCursor } from "./cursor.ts";
import { flowFigures, totals } from "./figures.ts";
import { ledgerEvents } from "./log-rows.ts";
import { paidAttempts } from "./paid-attempts.ts";
import { searchTerm } from "./search-text.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";
import { timeline } from "./timeline.ts";

interface ContactListRow {
  seq: number;
  doc: string;
  lastInboundAt: number | null;
  sessions: number;
}

interface QuietRow {
  seq: number;
  contact: string;
  doc: string;
  since: number | null;
  for: string | null;
}

const LEADS_TO = "SELECT coalesce(merged_into, id) FROM contacts WHERE id = ?";
const CONTACTS = `SELECT seq, doc, last_inbound_at AS lastInboundAt,
    (SELECT count(*) FROM sessions WHERE sessions.contact = contacts.id AND status = 'running') AS sessions
  FROM contacts WHERE workspace_id = '${WORKSPACE}' AND merged_into IS NULL AND coalesce(instr(search, ?) > 0, 1) AND seq < ?
  ORDER BY seq DESC LIMIT ?`;
const SESSION = "SELECT doc FROM sessions WHERE id = ?";
const SESSIONS_OF = "SELECT doc FROM sessions WHERE contact = ? ORDER BY seq DESC LIMIT ?";
/** Along the index of running sessions; whether one is quiet stands in its document. */
const QUIET = `SELECT seq, contact, doc, json_extract(doc, '$.wait.since') AS since, json_extract(doc, '$.wait.for') AS "for"
  FROM sessions WHERE workspace_id = '${WORKSPACE}' AND status = 'running' AND test = 0 AND contact >= ?
    AND (contact, seq) > (?, ?) ORDER BY contact, seq LIMIT ?`;
const RUNNING = `SELECT sessions.doc AS session, contacts.doc AS contact, messages.doc AS message
  FROM sessions JOIN contacts ON contacts.id = sessions.contact LEFT JOIN messages ON messages.id = sessions.waits_for_message
  WHERE sessions.workspace_id = '${WORKSPACE}' AND sessions.flow = ? AND sessions.status = 'running'
  ORDER BY sessions.test, sessions.seq LIMIT ?`;
const UNKNOWN = "SELECT doc FROM messages WHERE unknown = 1 ORDER BY created_at, seq LIMIT ?";

const NEWEST = [Number.MAX_SAFE_INTEGER] as const;

export function peopleStore(sql: Sql): PeopleStore {
  /** An id of a contact that was joined to another one stays good. */
  const one = (contact: string) => sql.value<string>(LEADS_TO, contact) ?? contact;
  return {
    async contacts(search, cursor, limit) {
      const [seq = 0] = readCursor(cursor, NEWEST);
      const rows = sql.all<ContactListRow>(CONTACTS, searchTerm(search), seq, limit + 1);
      return page(
        rows,
        limit,
        ({ doc, sessions, lastInboundAt }) => ({ contact: fromJson<Contact>(doc), sessions, lastInboundAt }),
        (row) => [row.seq],
      );
    },

    async conversations(filter, cursor, limit, now) {
      return conversations(sql, filter, cursor, limit, now);
    },

    async timeline(contact, channel, cursor, limit) {
      return timeline(sql, one(contact), channel, cursor, limit);
    },

    async session(id) {
      const doc = sql.value<string>(SESSION, id);
      return doc === undefined ? null : fromJson<Session>(doc);
    },

    async sessionsOf(contact, limit) {
      return sql.values<string>(SESSIONS_OF, one(contact), limit).map((doc) => fromJson<Session>(doc));
    },

    async quietSessions(before, cursor, limit) {
      const [contact = "", seq = 0] = readCursor(cursor, ["", 0]);
      const rows = sql.all<QuietRow>(QUIET, contact, contact, seq, limit + 1);
      const { items, next } = page(
        rows,
        limit,
        (row) => row,
        (row) => [row.contact, row.seq],
      );
      const quiet = items.filter((row) => row.since !== null && row.since <= before && row.for !== "time");
      return { items: quiet.map(({ doc }) => fromJson<Session>(doc)), next };
    },

    async runningSessions(flow, limit) {
      return sql.all<{ session: string; contact: string; message: string | null }>(RUNNING, flow, limit).map((row) => ({
        session: fromJson<Session>(row.session),
        contact: fromJson<Contact>(row.contact),
        message: row.message === null ? null : fromJson<Message>(row.message),
      }));
    },

    async flowFigures(flow) {
      return flowFigures(sql, flow);
    },

    async totals(now) {
      return totals(sql, now);
    },

    async ledgerLog(contact) {
      return ledgerEvents(sql, one(contact)).map(({ doc }) => fromJson<LedgerEvent>(doc));
    },

    async paidAttempts(flow, since, cursor) {
      return paidAttempts(sql, flow, since, cursor);
    },

    async unknownMessages(limit) {
      return sql.values<string>(UNKNOWN, limit).map((doc) => fromJson<Message>(doc));
    },
  };
}
