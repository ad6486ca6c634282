/** What WhatsApp did that people should know. */
import type { Notice, NoticeStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

/** A flow that is told of the same thing every hour keeps the newest. */
const MOST_KEPT = 200;

const ADD = "INSERT INTO notices (id, subject, at, code, params) VALUES (?, ?, ?, ?, ?)";
const FORGET_OLD = `DELETE FROM notices WHERE workspace_id = '${WORKSPACE}' AND subject = ? AND seq <= (
    SELECT seq FROM notices WHERE workspace_id = '${WORKSPACE}' AND subject = ? ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_KEPT})`;
const OPEN = `SELECT id, subject, at, code, params FROM notices
  WHERE workspace_id = '${WORKSPACE}' AND dismissed_at IS NULL AND (subject = ? OR (? LIKE '%:' AND subject LIKE ? || '%'))
  ORDER BY seq DESC`;
const DISMISS = `UPDATE notices SET dismissed_at = ?, dismissed_by = ?
  WHERE workspace_id = '${WORKSPACE}' AND subject = ? AND id = ? AND dismissed_at IS NULL`;

export function noticeStore(sql: Sql, group: GroupCommit): NoticeStore {
  return {
    addNotice: ({ id, subject, at, code, params }) =>
      group.run("setting", () => {
        sql.run(ADD, id, subject, at, code, JSON.stringify(params));
        sql.run(FORGET_OLD, subject, subject);
      }),

    async notices(subject) {
      return sql
        .all<Omit<Notice, "params"> & { params: string }>(OPEN, subject, subject, subject)
        .map((row) => ({ ...row, params: fromJson<Notice["params"]>(row.params) }));
    },

    dismissNotice: (subject, id, by, now) => group.run("setting", () => sql.run(DISMISS, now, by, subject, id) > 0),
  };
}
