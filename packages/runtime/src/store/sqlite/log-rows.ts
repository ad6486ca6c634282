/** Writes of a contact's log, from which the timeline is read and the ledger can be rebuilt. Inside a transaction. */
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Instant } from "@sluice/shared/time/instant";
import type { TurnUnit } from "../store.ts";
import type { Sql, Value } from "./sql.ts";

/** A ledger event as it stands in the log; `doc` is the event. */
export interface LedgerRow {
  at: Instant;
  doc: string;
}

/** Order among what happened at the same instant: what came in, what it began, what we said, what became of it. */
const RANK = { inbound: 0, before: 1, message: 2, after: 3, ledger: 4 } as const;
const BEFORE: ReadonlySet<LogCode> = new Set([
  "received",
  "session-started",
  "session-moved",
  "given-back",
  "node-left",
]);

const ADD_INBOUND = `INSERT INTO log (kind, rank, contact, channel_id, at, session, doc) VALUES ('inbound', ${RANK.inbound}, ?, ?, ?, ?, ?)`;
const ADD_MESSAGE = `INSERT INTO log (kind, rank, contact, channel_id, at, message) VALUES ('message', ${RANK.message}, ?, ?, ?, ?)`;
/** Rows of one statement at most. */
const MOST_ROWS = 8;
const ADD_ENTRIES = insertsOf(
  "INSERT INTO log (kind, contact, channel_id, at, rank, code, rule, session, flow, node, message, doc)",
  "('entry', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
);
const ADD_LEDGER_EVENTS = insertsOf(
  "INSERT INTO log (kind, rank, contact, at, doc)",
  `('ledger', ${RANK.ledger}, ?, ?, ?)`,
);
const LEDGER_EVENTS = "SELECT at, doc FROM log WHERE contact = ? AND kind = 'ledger' ORDER BY seq";
const FORGET_LEDGER_EVENTS = "DELETE FROM log WHERE contact = ? AND kind = 'ledger'";

export function addInbound(sql: Sql, contact: string, inbound: NonNullable<TurnUnit["inbound"]>, plan: Plan): void {
  const { channel, message, takenBy } = inbound;
  const placed = placedAt(message.at, plan, inbound.handledAt);
  sql.run(ADD_INBOUND, contact, channel, placed, takenBy, JSON.stringify(message));
}

/** Where a message stands in the timeline; what became of it is read from the message itself. */
export function addMessagePlace(sql: Sql, contact: string, message: Message): void {
  sql.run(ADD_MESSAGE, contact, message.channel, message.createdAt, message.id);
}

/** What one turn has to say, in its order. */
export function addTurnLog(sql: Sql, contact: string, { log, ledgerLog }: Pick<Plan, "log" | "ledgerLog">): void {
  addRows(
    sql,
    ADD_ENTRIES,
    log.map((entry) => entryRow(contact, entry)),
  );
  addLedgerEvents(
    sql,
    contact,
    ledgerLog.map(({ at, event }) => ({ at, doc: JSON.stringify(event) })),
  );
}

export function addLedgerEvents(sql: Sql, contact: string, events: readonly LedgerRow[]): void {
  addRows(
    sql,
    ADD_LEDGER_EVENTS,
    events.map(({ at, doc }) => [contact, at, doc]),
  );
}

/** What a statement costs by itself is about as much as a row: several go with one. `inserts[n]` adds n rows. */
function addRows(sql: Sql, inserts: readonly string[], rows: readonly Value[][]): void {
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const some = rows.slice(from, from + MOST_ROWS);
    sql.run(inserts[some.length] ?? "", ...some.flat());
  }
}

function insertsOf(into: string, row: string): string[] {
  return Array.from({ length: MOST_ROWS + 1 }, (_, rows) => `${into} VALUES ${Array(rows).fill(row).join(", ")}`);
}

function entryRow(contact: string, entry: LogEntry): Value[] {
  return [
    contact,
    entry.channel,
    entry.at,
    BEFORE.has(entry.code) ? RANK.before : RANK.after,
    entry.code,
    entry.rule ?? null,
    entry.session ?? null,
    entry.flow ?? null,
    entry.node ?? null,
    entry.message ?? null,
    JSON.stringify(entry.params),
  ];
}

/** In the order in which they were applied. */
export function ledgerEvents(sql: Sql, contact: string): LedgerRow[] {
  return sql.all<LedgerRow>(LEDGER_EVENTS, contact);
}

/** When contacts are joined: their ledger events in a new order, under one of them. */
export function rewriteLedgerEvents(sql: Sql, from: readonly string[], to: string, events: readonly LedgerRow[]): void {
  for (const contact of from) sql.run(FORGET_LEDGER_EVENTS, contact);
  addLedgerEvents(sql, to, events);
}

/**
 * WhatsApp says whole seconds: "10:00:00" was written between 10:00:00.000 and .999, and not after it was handled. The
 * latest of these keeps an answer below what it answers when both fall into one second.
 */
function placedAt(at: Instant, plan: Plan, handled: Instant | undefined): Instant {
  const handledAt = handled ?? plan.log[0]?.at ?? plan.ledgerLog[0]?.at;
  return handledAt === undefined ? at : Math.max(at, Math.min(at + 999, handledAt));
}
