/**
 * One server per database: a second one would take the first one's sends in flight for the remains of a crash. The claim is
 * a lock of the operating system's on a file beside the database, so that it ends with the process, however that ends.
 */
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../store-error.ts";
import { makeFolder } from "./make-folder.ts";

/** A server that is just stopping is waited for, in milliseconds. */
const PATIENCE = 2_000;

/** Gives what ends the claim. Throws a StoreError while another process has it. In memory there is nothing to claim. */
export function claimDatabase(path: string, patience = PATIENCE): () => void {
  if (path === ":memory:") return () => {};
  let lock: Database.Database | undefined;
  try {
    makeFolder(dirname(path));
    lock = new Database(`${path}.lock`, { timeout: patience });
    lock.pragma("journal_mode = MEMORY"); // nothing is ever written, so no file of its own
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    // Where not even this file can be made, the database cannot be opened either, and that says why.
    if (!(error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY"))) return () => {};
    throw new StoreError(
      "in-use",
      `Another Sluice is running on the database ${path}. Stop that one first, or name another file in DATABASE_URL. Nothing was changed.`,
      error,
    );
  }
  const claimed = lock;
  return () => claimed.close();
}
