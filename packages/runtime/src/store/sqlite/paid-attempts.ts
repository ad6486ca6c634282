/**
 * What was delivered and costs something, newest first. Walks back along the rows of messages, a stretch at a time: an
 * index that only this asks for would be written by every send.
 */
import type { Message } from "@sluice/shared/conversation/message";
import type { Identity } from "@sluice/shared/messages/incoming";
import { DAY, type Duration } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { PaidAttempt } from "../store.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

interface Row {
  doc: string;
  phone: string | null;
  userId: string | null;
}

const STRETCH = 2_000;
/** A message may be held or tried again for so long before it goes; what was made earlier is not looked at. */
const LONGEST_LIFE: Duration = 31 * DAY;

const NEWEST = "SELECT coalesce(max(seq), 0) + 1 FROM messages";
const MADE_AT = "SELECT created_at FROM messages WHERE seq >= ? ORDER BY seq LIMIT 1";
const ROWS = `SELECT messages.doc, contacts.phone, contacts.user_id AS userId
  FROM messages JOIN contacts ON contacts.id = messages.contact
  WHERE messages.seq >= ? AND messages.seq < ? AND messages.workspace_id = '${WORKSPACE}'
    AND (flow = ? OR ? IS NULL) ORDER BY messages.seq DESC`;

export function paidAttempts(sql: Sql, flow: string | null, since: Instant, cursor: string | null) {
  const [end] = readCursor(cursor, [sql.value<number>(NEWEST) ?? 1]);
  const begin = Math.max(0, Number(end) - STRETCH);
  const items = sql.all<Row>(ROWS, begin, Number(end), flow, flow).flatMap((row) => paid(row, since));
  const isOver = begin === 0 || (sql.value<number>(MADE_AT, begin) ?? 0) < since - LONGEST_LIFE;
  return { items, next: isOver ? null : writeCursor([begin]) };
}

function paid({ doc, phone, userId }: Row, since: Instant): PaidAttempt[] {
  const identity: Identity = { ...(phone === null ? {} : { phone }), ...(userId === null ? {} : { userId }) };
  return fromJson<Message>(doc).attempts.flatMap(({ charge, deliveredAt, at }) =>
    charge === undefined || deliveredAt === undefined || at < since ? [] : [{ identity, charge, at }],
  );
}
