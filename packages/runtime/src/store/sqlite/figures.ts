/** Figures by counting, over indexes that hold only what counts. Trial runs of drafts stay out of them. */
import { WINDOW } from "@sluice/shared/caps/windows";
import type { Instant } from "@sluice/shared/time/instant";
import type { PeopleStore } from "../store.ts";
import { type Sql, WORKSPACE } from "./sql.ts";

/** Holds of a capped contact: the message was blocked itself (B1), or another one of his (D5). */
const AFTER_A_BLOCK = "('B1', 'D5')";
const COUNT_SESSIONS = `SELECT count(*) FROM sessions WHERE workspace_id = '${WORKSPACE}' AND flow = ? AND status = ? AND test = 0`;
const COUNT_HELD = `SELECT count(*) FILTER (WHERE coalesce(held_by, '') NOT IN ${AFTER_A_BLOCK}) AS held,
    count(*) FILTER (WHERE held_by IN ${AFTER_A_BLOCK}) AS capped
  FROM messages WHERE workspace_id = '${WORKSPACE}' AND flow = ? AND state = 'held' AND test = 0`;

const IN_FLOWS = `SELECT count(DISTINCT contact) FROM sessions WHERE workspace_id = '${WORKSPACE}' AND status = 'running' AND test = 0`;
const OPEN_WINDOWS = `SELECT count(*) FROM conversations
  WHERE workspace_id = '${WORKSPACE}' AND active_at > ? AND window_closes_at > ?`;
const HELD = `SELECT count(*) FROM conversations WHERE workspace_id = '${WORKSPACE}' AND held > 0`;
const CAPPED = `SELECT count(*) FROM ledgers JOIN conversations ON conversations.contact = ledgers.contact
  WHERE ledgers.workspace_id = '${WORKSPACE}' AND blocked_until > ?`;
const UNANSWERED = `SELECT count(*) FROM conversations WHERE workspace_id = '${WORKSPACE}' AND unanswered_since IS NOT NULL`;

type FlowFigures = Awaited<ReturnType<PeopleStore["flowFigures"]>>;
type Totals = Awaited<ReturnType<PeopleStore["totals"]>>;

/** `held` and `capped` are sends that wait at a gate of this flow: for an answer or an hour, or after a block. */
export function flowFigures(sql: Sql, flow: string): FlowFigures {
  const count = (status: string) => sql.value<number>(COUNT_SESSIONS, flow, status) ?? 0;
  const { held, capped } = sql.one<{ held: number; capped: number }>(COUNT_HELD, flow) ?? { held: 0, capped: 0 };
  return { running: count("running"), held, capped, ended: count("ended") };
}

/** People in flows, open windows, and conversations that the inbox lists under held, capped and unanswered. */
export function totals(sql: Sql, now: Instant): Totals {
  return {
    inFlows: sql.value<number>(IN_FLOWS) ?? 0,
    openWindows: sql.value<number>(OPEN_WINDOWS, now - WINDOW, now) ?? 0,
    held: sql.value<number>(HELD) ?? 0,
    capped: sql.value<number>(CAPPED, now) ?? 0,
    unanswered: sql.value<number>(UNANSWERED) ?? 0,
  };
}
