/** What operators ask: figures, retention, erasing and exporting a person. */
import { statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Instant } from "@sluice/shared/time/instant";
import type { OperationsStore, StoreFigures, WorkFigures } from "../store.ts";
import { eraseAgain } from "./erase-again.ts";
import { eraseContact } from "./erase-contact.ts";
import { exportContact } from "./export-contact.ts";
import type { GroupCommit } from "./group-commit.ts";
import { SCHEMA_VERSION, schemaVersion } from "./migrate.ts";
import { type Sql, WORKSPACE } from "./sql.ts";
import { sweep } from "./sweep.ts";

/** Each over an index that holds only what waits. */
const PENDING = "SELECT count(*) FROM inbox WHERE pending = 1";
const OLDEST_PENDING = "SELECT received_at FROM inbox WHERE pending = 1 ORDER BY seq LIMIT 1";
const OUTBOX = `SELECT count(*) AS queued, count(*) FILTER (WHERE coalesce(not_before, 0) <= ?) AS due,
    min(max(created_at, coalesce(not_before, 0))) FILTER (WHERE coalesce(not_before, 0) <= ?) AS oldestDueAt
  FROM messages WHERE state = 'queued'`;
const INFLIGHT = "SELECT count(*) FROM attempts WHERE state = 'inflight'";
const HELD = `SELECT coalesce(held_by, 'none') AS rule, count(*) AS count FROM messages
  WHERE workspace_id = '${WORKSPACE}' AND state = 'held' GROUP BY held_by ORDER BY rule`;
const UNKNOWN = "SELECT count(*) FROM messages WHERE unknown = 1";
const OVERDUE = `SELECT (SELECT count(*) FROM sessions WHERE due <= ?) + (SELECT count(*) FROM messages WHERE due <= ?)`;

export function operationsStore(sql: Sql, group: GroupCommit): OperationsStore {
  return {
    async workFigures(now) {
      return sql.reading(() => workFigures(sql, now));
    },
    async storeFigures() {
      return storeFigures(sql);
    },
    sweep: (before) => sweep(sql, group, before),
    async exportContact(contact) {
      return exportContact(sql, contact);
    },
    eraseContact: (contact, now) => eraseContact(sql, group, contact, now),
    eraseAgain: (now) => eraseAgain(sql, group, now),
  };
}

function workFigures(sql: Sql, now: Instant): WorkFigures {
  const outbox = sql.one<Omit<WorkFigures["outbox"], "inflight">>(OUTBOX, now, now);
  const count = (text: string, ...parameters: number[]) => sql.value<number>(text, ...parameters) ?? 0;
  return {
    inbox: { pending: count(PENDING), oldestAt: sql.value<number>(OLDEST_PENDING) ?? null },
    outbox: {
      queued: outbox?.queued ?? 0,
      due: outbox?.due ?? 0,
      oldestDueAt: outbox?.oldestDueAt ?? null,
      inflight: count(INFLIGHT),
    },
    held: sql.all(HELD),
    unknown: count(UNKNOWN),
    timersOverdue: count(OVERDUE, now, now),
  };
}

function storeFigures(sql: Sql): StoreFigures {
  const { db } = sql;
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  const schema = { found: schemaVersion(db), known: SCHEMA_VERSION };
  const databaseBytes = pragma("page_count") * pragma("page_size");
  if (db.memory) return { schema, databaseBytes, walBytes: 0, diskFreeBytes: null };
  const disk = statfsSync(dirname(db.name));
  return {
    schema,
    databaseBytes,
    walBytes: statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    diskFreeBytes: disk.bavail * disk.bsize,
  };
}
