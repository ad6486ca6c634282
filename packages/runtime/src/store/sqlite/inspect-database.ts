/** What can be said about a database without changing it, and about the disk it lies on. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { ChannelRecord } from "../store.ts";
import { SCHEMA_VERSION } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";

export type Inspection =
  | { kind: "missing" }
  | { kind: "unreadable"; why: string }
  | {
      kind: "read";
      schema: number;
      /** The schema this version knows. */
      known: number;
      /** "ok", or the first thing that is damaged. */
      integrity: string;
      journal: string;
      paused: Pick<ChannelRecord, "id" | "pausedBy">[];
    };

export function inspectDatabase(path: string): Inspection {
  if (!existsSync(path)) return { kind: "missing" };
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2_000 });
    const schema = Number(db.pragma("user_version", { simple: true }));
    const docs = schema > 0 ? (db.prepare("SELECT doc FROM channels").pluck().all() as string[]) : [];
    const channels = docs.map((doc): ChannelRecord => JSON.parse(doc));
    return {
      kind: "read",
      schema,
      known: SCHEMA_VERSION,
      integrity: String(db.pragma("quick_check(1)", { simple: true })),
      journal: String(db.pragma("journal_mode", { simple: true })),
      paused: channels.filter((channel) => channel.pausedAt !== null),
    };
  } catch (error) {
    return { kind: "unreadable", why: error instanceof Error ? error.message : String(error) };
  } finally {
    db?.close();
  }
}

/** Opens a database of its own in this folder, with the settings that the promises rest on. Throws a StoreError. */
export function tryDisk(folder: string): void {
  const trial = join(folder, `.sluice-doctor-${process.pid}.db`);
  try {
    openDatabase(trial).close();
  } finally {
    for (const file of [trial, `${trial}-wal`, `${trial}-shm`]) rmSync(file, { force: true });
  }
}
