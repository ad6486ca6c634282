/** All that is stored about one person, under one id. */
import { EMPTY_LEDGER, type Ledger, type LedgerEvent } from "@sluice/shared/caps/ledger";
import type { Contact, Conversation } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { ContactExport, TimelinePart } from "../store.ts";
import { ledgerEvents } from "./log-rows.ts";
import { fromJson, type Sql } from "./sql.ts";
import { timeline } from "./timeline.ts";

const CONTACT = `SELECT id, doc FROM contacts WHERE id = (SELECT coalesce(merged_into, id) FROM contacts WHERE id = ?)`;
const JOINED = "SELECT id FROM contacts WHERE merged_into = ? ORDER BY seq";
const LEDGER = "SELECT doc FROM ledgers WHERE contact = ?";
const CONVERSATIONS = "SELECT doc FROM conversations WHERE contact = ? ORDER BY channel_id";
const SESSIONS = "SELECT doc FROM sessions WHERE contact = ? ORDER BY seq";
const PAGE = 500;

export function exportContact(sql: Sql, given: string): ContactExport | null {
  return sql.reading(() => {
    const row = sql.one<{ id: string; doc: string }>(CONTACT, given);
    if (!row) return null;
    const documents = <Type>(text: string) => sql.values<string>(text, row.id).map((doc) => fromJson<Type>(doc));
    return {
      contact: fromJson<Contact>(row.doc),
      joined: sql.values<string>(JOINED, row.id),
      ledger: documents<Ledger>(LEDGER)[0] ?? EMPTY_LEDGER,
      ledgerLog: ledgerEvents(sql, row.id).map(({ doc }) => fromJson<LedgerEvent>(doc)),
      conversations: documents<Conversation>(CONVERSATIONS),
      sessions: documents<Session>(SESSIONS),
      timeline: wholeTimeline(sql, row.id),
    };
  });
}

/** Oldest first. */
function wholeTimeline(sql: Sql, contact: string): TimelinePart[] {
  const pages: TimelinePart[][] = [];
  let cursor: string | null = null;
  do {
    const page = timeline(sql, contact, null, cursor, PAGE);
    pages.unshift(page.items);
    cursor = page.next;
  } while (cursor !== null);
  return pages.flat();
}
