/** Flows: a draft that counts its saves, revisions that never change, publications on channels. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { FlowRecord, FlowStore, Revision } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

type FlowRow = Omit<FlowRecord, "draft"> & { draft: string };
type RevisionRow = Omit<Revision, "document"> & { document: string };

const FLOWS = `SELECT id, version, draft, created_at AS createdAt, updated_at AS updatedAt, updated_by AS updatedBy,
    paused_at AS pausedAt, paused_by AS pausedBy,
    (SELECT max(number) FROM revisions WHERE revisions.workspace_id = flows.workspace_id AND flow = flows.id AND number > 0) AS revision,
    (SELECT max(revision) FROM publications WHERE publications.workspace_id = flows.workspace_id AND flow = flows.id) AS published
  FROM flows WHERE workspace_id = '${WORKSPACE}'`;
const ALL_FLOWS = `${FLOWS} ORDER BY updated_at DESC, id`;
const FLOW = `${FLOWS} AND id = ?`;
const EXISTS = `SELECT 1 FROM flows WHERE workspace_id = '${WORKSPACE}' AND id = ?`;
const CREATE = `INSERT OR IGNORE INTO flows (id, version, draft, created_at, updated_at, updated_by) VALUES (?, 1, ?, ?, ?, ?)`;
const SAVE = `UPDATE flows SET version = version + 1, draft = ?, updated_at = ?, updated_by = ?
  WHERE workspace_id = '${WORKSPACE}' AND id = ? AND version = ?`;
const DELETE = `DELETE FROM flows WHERE workspace_id = '${WORKSPACE}' AND id = ?`;
const PAUSE = `UPDATE flows SET paused_at = ?, paused_by = ? WHERE workspace_id = '${WORKSPACE}' AND id = ?`;
const NEXT_REVISION = `SELECT max(coalesce(max(number), 0), 0) + 1 FROM revisions WHERE workspace_id = '${WORKSPACE}' AND flow = ?`;
const ADD_REVISION = "INSERT INTO revisions (flow, number, at, by, reason, document) VALUES (?, ?, ?, ?, ?, ?)";
const PUBLISH = `INSERT INTO publications (channel_id, flow, revision) VALUES (?, ?, ?)
  ON CONFLICT (workspace_id, channel_id, flow) DO UPDATE SET revision = excluded.revision`;
const REVISIONS = `SELECT flow, number, at, by, reason, document FROM revisions WHERE workspace_id = '${WORKSPACE}' AND flow = ?`;
const ALL_REVISIONS = `${REVISIONS} AND number > 0 ORDER BY number DESC`;
const REVISION = `${REVISIONS} AND number = ?`;
const LAST_TRIAL = `${REVISIONS} AND number < 0 ORDER BY number LIMIT 1`;
const PUBLICATIONS = `SELECT publications.flow, publications.revision, flows.paused_at IS NOT NULL AS paused
  FROM publications JOIN flows ON flows.workspace_id = publications.workspace_id AND flows.id = publications.flow
  WHERE publications.workspace_id = '${WORKSPACE}' AND channel_id = ? ORDER BY publications.flow`;

export function flowStore(sql: Sql, group: GroupCommit): FlowStore {
  const find = (id: string) => readFlow(sql.one<FlowRow>(FLOW, id));
  return {
    async flows() {
      return sql.all<FlowRow>(ALL_FLOWS).flatMap((row) => readFlow(row) ?? []);
    },

    async flow(id) {
      return find(id);
    },

    createFlow(document, by, now) {
      return group.run("flow", () => sql.run(CREATE, document.id, JSON.stringify(document), now, now, by) > 0);
    },

    saveDraft(id, version, document, by, now) {
      return group.run("flow", () => {
        if (sql.run(SAVE, JSON.stringify(document), now, by, id, version) > 0) return find(id);
        return exists(sql, id) ? "conflict" : null;
      });
    },

    deleteFlow(id) {
      return group.run("flow", () => sql.run(DELETE, id) > 0);
    },

    publish(id, channel, document, by, reason, now) {
      return group.run("flow", () => {
        if (!exists(sql, id)) return null;
        const number = sql.value<number>(NEXT_REVISION, id) ?? 1;
        sql.run(ADD_REVISION, id, number, now, by, reason, JSON.stringify(document));
        sql.run(PUBLISH, channel, id, number);
        return { flow: id, number, document, at: now, by, reason };
      });
    },

    addTrial(id, document, by, now) {
      return group.run("flow", () => {
        const text = JSON.stringify(document);
        const last = sql.one<RevisionRow>(LAST_TRIAL, id);
        if (last?.document === text) return readRevision(last);
        const number = (last?.number ?? 0) - 1;
        sql.run(ADD_REVISION, id, number, now, by, null, text);
        return { flow: id, number, document, at: now, by, reason: null };
      });
    },

    async revisions(flow) {
      return sql.all<RevisionRow>(ALL_REVISIONS, flow).map(readRevision);
    },

    async revision(flow, number) {
      const row = sql.one<RevisionRow>(REVISION, flow, number);
      return row ? readRevision(row) : null;
    },

    async publications(channel) {
      return sql
        .all<{ flow: string; revision: number; paused: number }>(PUBLICATIONS, channel)
        .map((row) => ({ ...row, paused: row.paused === 1 }));
    },

    pauseFlow(id, by, now) {
      return group.run("flow", () => sql.run(PAUSE, by === null ? null : now, by, id) > 0);
    },
  };
}

function exists(sql: Sql, id: string): boolean {
  return sql.value<number>(EXISTS, id) !== undefined;
}

function readFlow(row: FlowRow | undefined): FlowRecord | null {
  return row ? { ...row, draft: fromJson<FlowDocument>(row.draft) } : null;
}

function readRevision(row: RevisionRow): Revision {
  return { ...row, document: fromJson<FlowDocument>(row.document) };
}
