/** Work that waits: timers that follow from sessions and messages, the outbox, attempts by their ids. */
import type { Message } from "@sluice/shared/conversation/message";
import type { Session } from "@sluice/shared/engine/session";
import type { DueTimer, QueuedMessage, WorkStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

const DUE = `SELECT * FROM (SELECT 'session' AS kind, id AS subject, contact, due, generation FROM sessions
    WHERE due <= ? ORDER BY due LIMIT ?)
  UNION ALL SELECT * FROM (SELECT 'message', id, contact, due, 0 FROM messages WHERE due <= ? ORDER BY due LIMIT ?)
  ORDER BY due LIMIT ?`;
const NEXT_DUE = `SELECT min(due) FROM (SELECT * FROM (SELECT due FROM sessions WHERE due > ? ORDER BY due LIMIT 1)
  UNION ALL SELECT * FROM (SELECT due FROM messages WHERE due > ? ORDER BY due LIMIT 1))`;
const QUEUED = `SELECT id AS message, contact, channel_id AS channel, not_before AS notBefore FROM messages
  WHERE state = 'queued' ORDER BY created_at, seq LIMIT ?`;
const INFLIGHT = `SELECT messages.id AS message, attempts.id AS attempt, messages.contact FROM attempts
  JOIN messages ON messages.id = attempts.message WHERE attempts.state = 'inflight' ORDER BY messages.seq`;
const OPEN_CALLS = `SELECT contact, doc FROM sessions
  WHERE status = 'running' AND due IS NULL AND waits_for_message IS NULL ORDER BY id`;
const MESSAGE = "SELECT doc FROM messages WHERE id = ?";
const BY_WAMID = `SELECT attempts.id AS attempt, messages.doc FROM attempts JOIN messages ON messages.id = attempts.message
  WHERE attempts.workspace_id = '${WORKSPACE}' AND attempts.wamid = ?`;
const BY_ATTEMPT = `SELECT attempts.id AS attempt, messages.doc FROM attempts JOIN messages ON messages.id = attempts.message
  WHERE attempts.id = ?`;

const REACHED = `SELECT contact, at FROM reached WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND at > ? ORDER BY at`;
const FORGET_REACHED = `DELETE FROM reached WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND at <= ?`;
const NOTE_REACHED = `INSERT INTO reached (contact, at) VALUES (?, ?)
  ON CONFLICT (workspace_id, portfolio, contact) DO UPDATE SET at = max(at, excluded.at)`;

export function workStore(sql: Sql, group: GroupCommit): WorkStore {
  const byAttempt = (text: string, id: string) => {
    const row = sql.one<{ attempt: string; doc: string }>(text, id);
    return row ? { message: fromJson<Message>(row.doc), attempt: row.attempt } : null;
  };
  return {
    async dueTimers(now, limit) {
      return sql.all<DueTimer>(DUE, now, limit, now, limit, limit);
    },
    async nextTimerAt(after = Number.MIN_SAFE_INTEGER) {
      return sql.value<number | null>(NEXT_DUE, after, after) ?? null;
    },
    async queuedMessages(limit) {
      return sql.all<QueuedMessage>(QUEUED, limit);
    },
    async openCalls() {
      return sql.all<{ contact: string; doc: string }>(OPEN_CALLS).flatMap(({ contact, doc }) => {
        const { id, wait } = fromJson<Session>(doc);
        return wait?.call ? [{ contact, session: id, call: wait.call }] : [];
      });
    },
    async inflightAttempts() {
      return sql.all(INFLIGHT);
    },
    async message(id) {
      const doc = sql.value<string>(MESSAGE, id);
      return doc === undefined ? null : fromJson<Message>(doc);
    },
    async messageByWamid(wamid) {
      return byAttempt(BY_WAMID, wamid);
    },
    async messageByAttempt(attempt) {
      return byAttempt(BY_ATTEMPT, attempt);
    },
    async reached(since) {
      const reached = sql.all<{ contact: string; at: number }>(REACHED, since);
      await group.run("setting", () => sql.run(FORGET_REACHED, since));
      return reached;
    },
    async noteReached(contact, at) {
      await group.run("setting", () => sql.run(NOTE_REACHED, contact, at));
    },
  };
}
