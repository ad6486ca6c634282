/** Writes of what a timeline is made of beside messages. Inside a transaction. */
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Instant } from "@sluice/shared/time/instant";
import type { TurnUnit } from "../store.ts";
import type { Sql } from "./sql.ts";

const ADD_INBOUND = `INSERT INTO inbound (contact, channel_id, wamid, placed_at, taken_by, doc) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (channel_id, wamid) DO NOTHING`;
const ADD_LOG = `INSERT INTO log (contact, channel_id, at, rank, code, rule, session, flow, node, message, params)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Order among what happened at the same instant: inbound, what it began, messages, what came of them. */
export const RANK = { inbound: 0, before: 1, message: 2, after: 3 } as const;

const BEFORE: ReadonlySet<LogCode> = new Set(["received", "session-started", "session-moved", "given-back"]);

export function addInbound(sql: Sql, contact: string, inbound: NonNullable<TurnUnit["inbound"]>, plan: Plan): void {
  const { channel, message, takenBy } = inbound;
  sql.run(ADD_INBOUND, contact, channel, message.wamid, placedAt(message.at, plan), takenBy, JSON.stringify(message));
}

export function addLog(sql: Sql, contact: string, entry: LogEntry): void {
  sql.run(
    ADD_LOG,
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
  );
}

/**
 * WhatsApp says whole seconds: "10:00:00" was written between 10:00:00.000 and .999, and not after it was handled. The
 * latest of these keeps an answer below what it answers when both fall into one second.
 */
function placedAt(at: Instant, plan: Plan): Instant {
  const handledAt = plan.log[0]?.at ?? plan.ledgerLog[0]?.at;
  return handledAt === undefined ? at : Math.max(at, Math.min(at + 999, handledAt));
}
