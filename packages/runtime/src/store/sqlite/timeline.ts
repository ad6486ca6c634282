/** A contact's timeline, read backwards along the log: what came in, what we wanted to say, and what is to be said about it. */
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Message } from "@sluice/shared/conversation/message";
import type { IncomingMessage } from "@sluice/shared/messages/incoming";
import type { Page, TimelinePart } from "../store.ts";
import { page, readCursor } from "./cursor.ts";
import { fromJson, type Sql } from "./sql.ts";

interface Row {
  kind: "inbound" | "message" | "entry";
  at: number;
  rank: number;
  seq: number;
  channel: string;
  code: LogCode;
  rule: string | null;
  session: string | null;
  flow: string | null;
  node: string | null;
  message: string | null;
  /** Of a message: the message as it is now. */
  doc: string;
}

/** `at <= ?` walks the index, the row comparison says exactly where the last page ended. */
const TIMELINE = `SELECT kind, at, rank, log.seq, log.channel_id AS channel, code, rule, log.session, log.flow, node, message,
    coalesce(messages.doc, log.doc) AS doc
  FROM log LEFT JOIN messages ON kind = 'message' AND messages.id = log.message
  WHERE log.contact = ? AND coalesce(log.channel_id = ?, 1) AND kind <> 'ledger'
    AND at <= ? AND (at, rank, log.seq) < (?, ?, ?)
  ORDER BY at DESC, rank DESC, log.seq DESC LIMIT ?`;

const NEWEST = [Number.MAX_SAFE_INTEGER, 9, 0] as const;

export function timeline(
  sql: Sql,
  contact: string,
  channel: string | null,
  cursor: string | null,
  limit: number,
): Page<TimelinePart> {
  const [at = 0, rank = 0, seq = 0] = readCursor(cursor, NEWEST);
  const rows = sql.all<Row>(TIMELINE, contact, channel, at, at, rank, seq, limit + 1);
  const { items, next } = page(rows, limit, part, (row) => [row.at, row.rank, row.seq]);
  return { items: items.reverse(), next };
}

function part(row: Row): TimelinePart {
  const position = `${sortable(row.at)}.${row.rank}.${sortable(row.seq)}`;
  switch (row.kind) {
    case "inbound": {
      const message = fromJson<IncomingMessage>(row.doc);
      return { position, at: message.at, inbound: { wamid: message.wamid, channel: row.channel, message } };
    }
    case "message":
      return { position, at: row.at, message: fromJson<Message>(row.doc) };
    case "entry":
      return { position, at: row.at, entry: entry(row) };
  }
}

function entry({ at, code, channel, rule, session, flow, node, message, doc }: Row): LogEntry {
  const named = Object.entries({ rule, session, flow, node, message }).filter(([, value]) => value !== null);
  return { at, code, channel, params: fromJson<LogEntry["params"]>(doc), ...Object.fromEntries(named) };
}

function sortable(value: number): string {
  return String(value).padStart(15, "0");
}
