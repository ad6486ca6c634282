/** The inbox: conversations by filter, last active first; those that wait for a person, the longest waiting first. */
import { EMPTY_LEDGER, type Ledger } from "@sluice/shared/caps/ledger";
import type { Contact, Conversation } from "@sluice/shared/conversation/state";
import type { Instant } from "@sluice/shared/time/instant";
import type { ConversationRow, Page, PeopleStore } from "../store.ts";
import { page, readCursor, type SortKey } from "./cursor.ts";
import { fromJson, type Sql, type Value, WORKSPACE } from "./sql.ts";

export type ConversationFilter = Parameters<PeopleStore["conversations"]>[0];

interface Row {
  sort: number;
  contactId: string;
  channel: string;
  contact: string;
  conversation: string;
  ledger: string | null;
  held: number;
}

const select = (sort: string, where: string) => `SELECT ${sort} AS sort, conversations.contact AS contactId,
    conversations.channel_id AS channel, contacts.doc AS contact, conversations.doc AS conversation, ledgers.doc AS ledger, held
  FROM conversations JOIN contacts ON contacts.id = conversations.contact
    LEFT JOIN ledgers ON ledgers.contact = conversations.contact AND ledgers.account = 'a1'
  WHERE conversations.workspace_id = '${WORKSPACE}' AND ${where}`;
const newestFirst = (where: string) => `${select("active_at", where)}
    AND (active_at, conversations.contact, conversations.channel_id) < (?, ?, ?)
  ORDER BY active_at DESC, conversations.contact DESC, conversations.channel_id DESC LIMIT ?`;

const LISTS: Record<ConversationFilter, string> = {
  all: newestFirst("true"),
  held: newestFirst("held > 0"),
  capped: newestFirst("ledgers.blocked_until > ?"),
  "handed-off": newestFirst("handed_off = 1"),
  unanswered: `${select("unanswered_since", "unanswered_since IS NOT NULL")}
      AND (unanswered_since, conversations.contact, conversations.channel_id) > (?, ?, ?)
    ORDER BY unanswered_since, conversations.contact, conversations.channel_id LIMIT ?`,
};

const FIRST: SortKey = [-1, "", ""];
const LAST: SortKey = [Number.MAX_SAFE_INTEGER, "", ""];

export function conversations(
  sql: Sql,
  filter: ConversationFilter,
  cursor: string | null,
  limit: number,
  now: Instant,
): Page<ConversationRow> {
  const from = readCursor(cursor, filter === "unanswered" ? FIRST : LAST);
  const parameters: Value[] = filter === "capped" ? [now, ...from] : [...from];
  const rows = sql.all<Row>(LISTS[filter], ...parameters, limit + 1);
  return page(rows, limit, readRow, (row) => [row.sort, row.contactId, row.channel]);
}

function readRow(row: Row): ConversationRow {
  return {
    contact: fromJson<Contact>(row.contact),
    conversation: fromJson<Conversation>(row.conversation),
    ledger: row.ledger === null ? EMPTY_LEDGER : fromJson<Ledger>(row.ledger),
    held: row.held,
  };
}
