/**
 * Copies of the database: made while the server runs, and put back while it does not. A copy is one file, checked before
 * it gets its name, so that a broken one never looks like a good one.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import type { Instant } from "@sluice/shared/time/instant";
import Database from "better-sqlite3";
import type { ChannelRecord } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { eraseAgain } from "./erase-again.ts";
import { ErasedList, erasedListOf } from "./erased-list.ts";
import { SCHEMA_VERSION } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";
import { openWithList } from "./sqlite-store.ts";

const REASON = "What was queued or due when this copy was made may have been sent since. Look before you resume.";
/** So long others may hold the file before it counts as in use. */
const PATIENCE = 500;

export interface Copied {
  bytes: number;
}

/** Writers go on meanwhile; the copy is the state of one instant. Throws a StoreError with the reason. */
export async function backupDatabase(path: string, file: string): Promise<Copied> {
  if (!existsSync(path)) throw new StoreError("cannot-open", `There is no database at ${path}, so nothing was copied.`);
  await copyDatabase(path, file);
  copyList(erasedFile(path), erasedFile(file));
  return { bytes: statSync(file).size };
}

export interface Restored {
  /** Where the database went that was there before; null when there was none. */
  before: string | null;
  /** Ids of the channels, all paused now. */
  channels: string[];
  /** People who were erased after the copy was made, and are erased from it now; null when there is no list of them. */
  erased: number | null;
}

export interface RestoreOptions {
  /** Replace the database that is there. It is kept beside the new one. */
  force: boolean;
  now: Instant;
}

/**
 * Puts a copy in the place of the database. Every channel in it is paused, so that nothing is sent before a person
 * resumes: what was queued or due in the copy may have been sent since. Who was erased after it was made is erased from it,
 * by the list beside the database and the one beside the copy. Throws a StoreError with the reason; then nothing
 * was changed.
 */
export async function restoreDatabase(file: string, path: string, { force, now }: RestoreOptions): Promise<Restored> {
  if (!existsSync(file)) throw new StoreError("cannot-open", `There is no backup at ${file}. Nothing was changed.`);
  assertOurs(file);
  const exists = existsSync(path);
  if (exists && !force)
    throw new StoreError(
      "not-ours",
      `There is a database at ${path} already. To replace it, add --force; it is kept beside the new one.`,
    );
  const coming = `${path}.restoring`;
  for (const rest of filesOf(coming)) rmSync(rest, { force: true });
  try {
    openDatabase(coming).close(); // makes the folder, and shows that the disk keeps its promises
    rmSync(coming);
    await copyDatabase(file, coming);
    const list = erasedFile(path);
    // As it will be; the list itself changes only when nothing can be refused any more.
    copyList(list, erasedFile(coming));
    new ErasedList(erasedFile(coming)).takeOver(new ErasedList(erasedFile(file)).sections);
    const erased = await eraseGone(coming, now);
    const channels = pauseChannels(coming, now, `the restore of ${basename(file)}`);
    const before = exists ? setAside(path, now) : null;
    copyList(erasedFile(coming), list);
    // A log that was left behind would be applied to the wrong database.
    for (const rest of [`${path}-wal`, `${path}-shm`]) rmSync(rest, { force: true });
    renameSync(coming, path);
    flushFolder(path);
    return { before, channels, erased: existsSync(list) ? erased : null };
  } finally {
    for (const rest of filesOf(coming)) rmSync(rest, { force: true });
  }
}

/** One file without a log beside it, readable by its owner alone. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, "wx", 0o600));
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 });
    try {
      // All pages in one step: a copy by parts begins anew with every write of another process.
      await source.backup(partial, { progress: ({ totalPages }) => Math.max(totalPages, 1) });
    } finally {
      source.close();
    }
    const copy = new Database(partial);
    try {
      copy.pragma("journal_mode = DELETE");
      const says = copy.pragma("quick_check(1)", { simple: true });
      if (says !== "ok") throw new Error(`the database is damaged: ${says}`);
    } finally {
      copy.close();
    }
    chmodSync(partial, 0o600);
    flush(partial);
    renameSync(partial, to);
    flushFolder(to);
  } catch (error) {
    rmSync(partial, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError("cannot-open", `${from} could not be copied to ${to}: ${why}.`, error);
  }
}

/** A database of Sluice, of a schema that this version knows, and whole. */
function assertOurs(file: string): void {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: PATIENCE });
    const schema = Number(db.pragma("user_version", { simple: true }));
    const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('channels', 'inbox', 'messages')");
    if (schema < 1 || tables.pluck().get() !== 3)
      throw new StoreError("not-ours", `${file} is a database, but not one of Sluice. Nothing was changed.`);
    if (schema > SCHEMA_VERSION)
      throw new StoreError(
        "newer-schema",
        `${file} has schema ${schema}, and this version of Sluice knows schemas up to ${SCHEMA_VERSION}. Restore it with the version that made it. Nothing was changed.`,
      );
    const says = db.pragma("quick_check(1)", { simple: true });
    if (says !== "ok") throw new StoreError("not-ours", `${file} is damaged: ${says}. Nothing was changed.`);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError("not-ours", `${file} is no backup of Sluice: ${why}. Nothing was changed.`, error);
  } finally {
    db?.close();
  }
}

/** Erases again who was erased since. Nothing of them is left in the file. */
async function eraseGone(path: string, now: Instant): Promise<number> {
  const { sql, group } = openWithList(path, erasedFile(path));
  try {
    return await eraseAgain(sql, group, now);
  } finally {
    sql.db.close();
  }
}

function erasedFile(database: string): string {
  return erasedListOf(database) ?? "";
}

/** Whole, or as it was. No list is no list. */
function copyList(from: string, to: string): void {
  rmSync(`${to}.partial`, { force: true });
  if (!existsSync(from)) return;
  copyFileSync(from, `${to}.partial`);
  chmodSync(`${to}.partial`, 0o600);
  flush(`${to}.partial`);
  renameSync(`${to}.partial`, to);
  flushFolder(to);
}

function pauseChannels(path: string, now: Instant, by: string): string[] {
  const db = openDatabase(path);
  try {
    const rows = db.prepare("SELECT id, doc FROM channels").all() as { id: string; doc: string }[];
    const save = db.prepare("UPDATE channels SET doc = ? WHERE id = ?");
    db.transaction(() => {
      for (const { id, doc } of rows) {
        // Without a code: one that WhatsApp stopped would be resumed by itself.
        const paused: Partial<ChannelRecord> = { pausedAt: now, pausedBy: by, pausedReason: REASON, pausedCode: null };
        save.run(JSON.stringify({ ...JSON.parse(doc), ...paused }), id);
      }
    })();
    db.pragma("journal_mode = DELETE");
    return rows.map(({ id }) => id);
  } finally {
    db.close();
  }
}

/** Renames what is there, unless somebody has it open. */
function setAside(path: string, now: Instant): string {
  const aside = `${path}.before-${new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-")}`;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true, timeout: PATIENCE });
    // Leaving WAL takes the file for itself, so it fails while another connection is open, even an idle one; and what
    // stands in the log goes into the file.
    if (db.pragma("journal_mode = DELETE", { simple: true }) !== "delete") throw busy(path);
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
    renameSync(path, aside);
    db.exec("ROLLBACK");
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const code = (error as { code?: string }).code ?? "";
    if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) throw busy(path, error);
    // Damaged beyond opening: nobody works with it, and that is why it is replaced.
    if (!existsSync(aside)) renameSync(path, aside);
  } finally {
    db?.close();
  }
  return aside;
}

function busy(path: string, cause?: unknown): StoreError {
  return new StoreError(
    "busy",
    `The database ${path} is in use. Stop the server first, then restore. Nothing was changed.`,
    cause,
  );
}

function filesOf(path: string): string[] {
  const own = ["", "-wal", "-shm", "-journal", ".partial", ".erased", ".erased.partial"];
  return own.map((ending) => `${path}${ending}`);
}

function flush(path: string): void {
  const file = openSync(path, "r+");
  fsyncSync(file);
  closeSync(file);
}

/** A new name is on the disk when its folder is. */
function flushFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
