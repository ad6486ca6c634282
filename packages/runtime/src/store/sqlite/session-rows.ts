/** Writes of sessions, messages and their attempts; `due` is the timer that follows from each. Inside a transaction. */
import {
  type Attempt,
  dueAt,
  isLive,
  isUnknown,
  lastAttempt,
  type Message,
  sessionOf,
} from "@sluice/shared/conversation/message";
import type { Session } from "@sluice/shared/engine/session";
import { addMessagePlace } from "./log-rows.ts";
import type { Sql, Value } from "./sql.ts";

/** A session that runs was never ended: its status stays, and so do the indexes over it. */
const SAVE_RUNNING = `INSERT INTO sessions
  (id, contact, channel_id, flow, test, revision, status, reason, node, waits_for_message, due, generation, doc)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, node = excluded.node,
    waits_for_message = excluded.waits_for_message, due = excluded.due, generation = excluded.generation, doc = excluded.doc`;
const SAVE_ENDED = `${SAVE_RUNNING}, status = excluded.status, reason = excluded.reason`;
const CHANGE_MESSAGE = `UPDATE messages SET state = ?, live = ?, unknown = ?, held_by = ?, due = ?, not_before = ?, doc = ?
  WHERE id = ?`;
const ADD_MESSAGE = `INSERT INTO messages
  (state, live, unknown, held_by, due, not_before, doc, id, contact, channel_id, session, flow, test, class, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const SAVE_ATTEMPT = `INSERT INTO attempts (id, message, channel_id, state, wamid) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, wamid = excluded.wamid
  WHERE state <> excluded.state OR wamid IS NOT excluded.wamid`;

const DROP_INFLIGHT = "DELETE FROM attempts WHERE message = ? AND state = 'inflight'";

export function saveSession(sql: Sql, contact: string, session: Session): void {
  const running = session.status === "running";
  sql.run(
    running ? SAVE_RUNNING : SAVE_ENDED,
    session.id,
    contact,
    session.channel,
    session.flow,
    session.test ? 1 : 0,
    session.revision,
    session.status,
    session.reason ?? null,
    session.node,
    running ? (session.wait?.message ?? null) : null,
    running ? (session.wait?.until ?? null) : null,
    session.generation,
    JSON.stringify(session),
  );
}

/** `before`: as the turn found it; a message that is not among those is new, or one that was over and is named again. */
export function saveMessage(sql: Sql, contact: string, message: Message, before: Message | undefined): void {
  if (before || !addMessage(sql, contact, message)) sql.run(CHANGE_MESSAGE, ...changing(message), message.id);
  message.attempts.forEach((attempt, index) => {
    const { id, state, wamid } = before?.attempts[index] ?? {};
    const isSame = attempt.id === id && attempt.state === state && attempt.wamid === wamid;
    if (!isSame) saveAttempt(sql, message, attempt);
  });
  // "Not sent": the attempt never was.
  if (message.delays > 0 && lastAttempt(message)?.state !== "inflight") sql.run(DROP_INFLIGHT, message.id);
}

/** False when there is such a message. */
function addMessage(sql: Sql, contact: string, message: Message): boolean {
  const { origin } = message;
  const fromFlow = origin.kind === "flow";
  const added = sql.run(
    ADD_MESSAGE,
    ...changing(message),
    message.id,
    contact,
    message.channel,
    sessionOf(message),
    fromFlow ? origin.flow : null,
    fromFlow && origin.test ? 1 : 0,
    message.class,
    message.createdAt,
  );
  if (added > 0) addMessagePlace(sql, contact, message);
  return added > 0;
}

/** In the order of CHANGE_MESSAGE. */
function changing(message: Message): Value[] {
  return [
    message.state,
    isLive(message) ? 1 : 0,
    isUnknown(message) ? 1 : 0,
    message.state === "held" ? (message.hold?.rule ?? null) : null,
    dueAt(message),
    message.notBefore,
    JSON.stringify(message),
  ];
}

function saveAttempt(sql: Sql, message: Message, attempt: Attempt): void {
  sql.run(SAVE_ATTEMPT, attempt.id, message.id, message.channel, attempt.state, attempt.wamid ?? null);
}
