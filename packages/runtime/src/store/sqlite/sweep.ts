/** Retention: what is old enough goes, a page at a time; whoever writes in between does not wait for more than a page. */
import type { SweepBefore, Swept } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { type Sql, WORKSPACE } from "./sql.ts";

const PAGE = 1_000;

/** Rows stand in the order of their arrival: where one page holds nothing old, nothing old follows. */
const OLD_WEBHOOKS = `DELETE FROM inbox WHERE seq IN (
  SELECT seq FROM (SELECT seq, pending, received_at FROM inbox WHERE seq > ? ORDER BY seq LIMIT ${PAGE})
  WHERE pending = 0 AND received_at < ?)`;
const WEBHOOK_PAGE_END = `SELECT max(seq) FROM (SELECT seq FROM inbox WHERE seq > ? ORDER BY seq LIMIT ${PAGE})`;
/** No index on their time, which every turn would pay for: once a day all keys are walked. */
const KEY_PAGE_END = `SELECT max(key) FROM (SELECT key FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key > ? ORDER BY key LIMIT ${PAGE})`;
const OLD_KEYS = `DELETE FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key > ? AND key <= ? AND at < ?`;
const OLD_ANSWERS = "DELETE FROM idempotency WHERE at <= ?";

export async function sweep(sql: Sql, group: GroupCommit, before: SweepBefore): Promise<Swept> {
  return {
    webhooks: await sweepWebhooks(sql, group, before.webhooks),
    eventKeys: await sweepKeys(sql, group, before.eventKeys),
    answers: await group.run("setting", () => sql.run(OLD_ANSWERS, before.answers)),
  };
}

async function sweepWebhooks(sql: Sql, group: GroupCommit, before: number): Promise<number> {
  let count = 0;
  let from = 0;
  for (;;) {
    const end = sql.value<number | null>(WEBHOOK_PAGE_END, from);
    if (end == null) return count;
    const gone = await group.run("setting", () => sql.run(OLD_WEBHOOKS, from, before));
    if (gone === 0) return count;
    count += gone;
    from = end;
  }
}

async function sweepKeys(sql: Sql, group: GroupCommit, before: number): Promise<number> {
  let count = 0;
  let from = "";
  for (;;) {
    const end = sql.value<string | null>(KEY_PAGE_END, from);
    if (end == null) return count;
    const start = from;
    count += await group.run("setting", () => sql.run(OLD_KEYS, start, end, before));
    from = end;
  }
}
