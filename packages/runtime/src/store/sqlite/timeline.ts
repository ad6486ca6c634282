/**
 * A contact's timeline: what came in, what we wanted to say, and what the log says about it, merged by time. Each of the
 * three is read backwards from the cursor along its own index; the newest of all of them make the page.
 */
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Message } from "@sluice/shared/conversation/message";
import type { IncomingMessage } from "@sluice/shared/messages/incoming";
import type { Page, TimelinePart } from "../store.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { fromJson, type Sql } from "./sql.ts";
import { RANK } from "./timeline-rows.ts";

interface Placed {
  at: number;
  rank: number;
  seq: number;
}

interface LogRow extends Placed {
  code: LogCode;
  channel: string;
  rule: string | null;
  session: string | null;
  flow: string | null;
  node: string | null;
  message: string | null;
  params: string;
}

/** `at <= ?` walks the index, the row comparison says exactly where the last page ended. */
const before = (at: string, rank: string | number) =>
  `contact = ? AND coalesce(channel_id = ?, 1) AND ${at} <= ? AND (${at}, ${rank}, seq) < (?, ?, ?)`;
const INBOUND = `SELECT placed_at AS at, ${RANK.inbound} AS rank, seq, wamid, channel_id AS channel, doc FROM inbound
  WHERE ${before("placed_at", RANK.inbound)} ORDER BY placed_at DESC, seq DESC LIMIT ?`;
const MESSAGES = `SELECT created_at AS at, ${RANK.message} AS rank, seq, doc FROM messages
  WHERE ${before("created_at", RANK.message)} ORDER BY created_at DESC, seq DESC LIMIT ?`;
const LOG = `SELECT at, rank, seq, code, channel_id AS channel, rule, session, flow, node, message, params FROM log
  WHERE ${before("at", "rank")} ORDER BY at DESC, rank DESC, seq DESC LIMIT ?`;

const NEWEST = [Number.MAX_SAFE_INTEGER, 9, 0] as const;

export function timeline(
  sql: Sql,
  contact: string,
  channel: string | null,
  cursor: string | null,
  limit: number,
): Page<TimelinePart> {
  const [at = 0, rank = 0, seq = 0] = readCursor(cursor, NEWEST);
  const read = <Row extends Placed>(text: string) => sql.all<Row>(text, contact, channel, at, at, rank, seq, limit + 1);
  const found: { place: Placed; part: () => TimelinePart }[] = [
    ...read<Placed & { wamid: string; channel: string; doc: string }>(INBOUND).map((row) => ({
      place: row,
      part: () => inboundPart(row),
    })),
    ...read<Placed & { doc: string }>(MESSAGES).map((row) => ({ place: row, part: () => messagePart(row) })),
    ...read<LogRow>(LOG).map((row) => ({ place: row, part: () => logPart(row) })),
  ];
  found.sort((a, b) => b.place.at - a.place.at || b.place.rank - a.place.rank || b.place.seq - a.place.seq);
  const shown = found.slice(0, limit);
  const oldest = shown.at(-1)?.place;
  return {
    items: shown.reverse().map(({ part }) => part()),
    next: found.length > limit && oldest ? writeCursor([oldest.at, oldest.rank, oldest.seq]) : null,
  };
}

function inboundPart(row: Placed & { wamid: string; channel: string; doc: string }): TimelinePart {
  const message = fromJson<IncomingMessage>(row.doc);
  return { position: position(row), at: message.at, inbound: { wamid: row.wamid, channel: row.channel, message } };
}

function messagePart(row: Placed & { doc: string }): TimelinePart {
  return { position: position(row), at: row.at, message: fromJson<Message>(row.doc) };
}

function logPart(row: LogRow): TimelinePart {
  const { at, code, channel, rule, session, flow, node, message } = row;
  const about = Object.fromEntries(
    Object.entries({ rule, session, flow, node, message }).filter(([, value]) => value !== null),
  );
  const entry: LogEntry = { at, code, channel, params: fromJson(row.params), ...about };
  return { position: position(row), at, entry };
}

function position({ at, rank, seq }: Placed): string {
  return `${String(at).padStart(15, "0")}.${rank}.${String(seq).padStart(15, "0")}`;
}
