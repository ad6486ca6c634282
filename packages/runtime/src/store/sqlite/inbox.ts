/** What WhatsApp was answered 200 for, kept as it came. */
import type { InboxRow, InboxStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Sql } from "./sql.ts";

const APPEND = "INSERT INTO inbox (id, received_at, body) VALUES (?, ?, ?)";
const PENDING = `SELECT id, received_at AS receivedAt, body FROM inbox WHERE pending = 1 ORDER BY seq LIMIT ?`;
const FINISH = "UPDATE inbox SET pending = 0 WHERE id = ?";
const FINISH_WITH_NOTE = "UPDATE inbox SET pending = 0, note = ? WHERE id = ?";

export function inboxStore(sql: Sql, group: GroupCommit): InboxStore {
  return {
    async appendInbox(rows) {
      if (rows.length === 0) return;
      const appended = group.run("inbox", () => {
        for (const row of rows) sql.run(APPEND, row.id, row.receivedAt, row.body);
      });
      // WhatsApp waits for the answer: now, together with the turns that are ready.
      group.flush();
      await appended;
    },

    async pendingInbox(limit) {
      return sql.all<InboxRow>(PENDING, limit);
    },

    async finishInbox(ids, note) {
      await group.run("finish", () => {
        for (const id of ids) {
          if (note === undefined) sql.run(FINISH, id);
          else sql.run(FINISH_WITH_NOTE, note, id);
        }
      });
    },
  };
}
