/** Opens the file with the settings that the promises rest on, and reads them back. */
import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../store-error.ts";
import { makeFolder } from "./make-folder.ts";
import { migrate } from "./migrate.ts";

const FULL = 2;
/** The writer is held up at most this long by another process, then the call is refused (R12). */
export const BUSY_TIMEOUT = 2_000;
/** Pages of 4 KB. Seldom enough to spare the disk, often enough to keep the WAL around 32 MB. */
const CHECKPOINT_PAGES = 8_000;
const WAL_SIZE_LIMIT = 64 * 1_024 * 1_024;
const CACHE_KIB = 32 * 1_024;

/** `path` is a file, made with its folder when it is missing (readable by its owner alone), or ":memory:". */
export function openDatabase(path: string): Database.Database {
  const inMemory = path === ":memory:";
  let db: Database.Database | undefined;
  try {
    if (!inMemory) createFile(path);
    db = new Database(path, { timeout: BUSY_TIMEOUT });
    db.pragma("journal_mode = WAL");
    // After the journal mode: the library turns files it finds in WAL mode to NORMAL, which loses commits on power loss.
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${WAL_SIZE_LIMIT}`);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    db.pragma("temp_store = MEMORY");
    // What is deleted or replaced is overwritten: who was erased must not be found in a page's free space.
    db.pragma("secure_delete = ON");
    migrate(db);
    assertDurable(db, inMemory);
    return db;
  } catch (error) {
    db?.close();
    throw error instanceof StoreError ? error : openError(path, error);
  }
}

/** Throws unless a commit is on the disk when it returns. */
export function assertDurable(db: Database.Database, inMemory = false): void {
  const synchronous = db.pragma("synchronous", { simple: true });
  const journal = db.pragma("journal_mode", { simple: true });
  const foreignKeys = db.pragma("foreign_keys", { simple: true });
  if (synchronous !== FULL || journal !== (inMemory ? "memory" : "wal") || foreignKeys !== 1) {
    throw new StoreError(
      "not-durable",
      `The database ${db.name} does not keep its promises: synchronous is ${synchronous} (must be ${FULL}, FULL), journal_mode is ${journal} (must be wal), foreign_keys is ${foreignKeys} (must be 1). Put it on a local disk; network file systems often cannot do this.`,
    );
  }
}

function createFile(path: string): void {
  makeFolder(dirname(path));
  closeSync(openSync(path, "a", 0o600));
}

function openError(path: string, error: unknown): StoreError {
  const why = error instanceof Error ? error.message : String(error);
  return new StoreError(
    "cannot-open",
    `The database ${path} cannot be opened: ${why}. Check that DATABASE_URL names a SQLite file (or a new one), that its folder can be written, and that the disk has space.`,
    error,
  );
}
