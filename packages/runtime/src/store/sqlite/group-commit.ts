/**
 * One transaction on the disk for all writes that arrive close together: those of one round of the event loop. While one
 * group is being flushed the next one gathers, so groups grow with the load and a lone write does not wait.
 *
 * Each write happens whole or not at all, whatever the others do. A promise settles only after COMMIT; when the disk
 * refuses, all of the group reject and nothing of it happened.
 */
import Database from "better-sqlite3";
import { canCrash, crashpoint } from "../../crashpoint.ts";
import { StoreError } from "../store-error.ts";
import { BUSY_TIMEOUT } from "./open-database.ts";
import type { Sql } from "./sql.ts";

type DriverError = InstanceType<typeof Database.SqliteError>;

/** Names the crash points around the commit: `turn-before-commit`, `inbox-after-commit`. */
export type WriteKind = "inbox" | "finish" | "contact" | "turn" | "flow" | "setting";

interface Write {
  kind: WriteKind;
  /** Applies it; gives what to call once it is on the disk. */
  apply(): () => void;
  reject(error: unknown): void;
}

export class GroupCommit {
  readonly #sql: Sql;
  #waiting: Write[] = [];
  /** Another process held the database a moment ago. */
  #isHeld = false;
  #closed = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  run<Result>(kind: WriteKind, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StoreError("closed", "The store is closed: the program is stopping. Nothing was written."));
        return;
      }
      if (this.#waiting.length === 0) setImmediate(() => this.flush());
      const apply = () => {
        const result = work();
        return () => resolve(result);
      };
      this.#waiting.push({ kind, apply, reject });
    });
  }

  /** Writes what waits, now. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    for (const settle of this.#commit(group)) settle();
  }

  close(): void {
    this.flush();
    this.#closed = true;
  }

  #commit(group: readonly Write[]): (() => void)[] {
    try {
      // Savepoints copy every page they touch. They are needed only when a write throws, which is rare: then all of the
      // group is taken back and done again, each in its savepoint.
      return this.#transaction(group, (write) => write.apply());
    } catch (error) {
      if (isRefusal(error)) return rejectAll(group, refusal(this.#sql.db.name, error));
    }
    try {
      return this.#transaction(group, (write) => this.#applyGuarded(write));
    } catch (error) {
      return rejectAll(group, isRefusal(error) ? refusal(this.#sql.db.name, error) : error);
    }
  }

  #transaction(group: readonly Write[], apply: (write: Write) => () => void): (() => void)[] {
    this.#begin();
    try {
      const settled = group.map(apply);
      this.#crashpoints(group, "before");
      this.#sql.run("COMMIT");
      this.#crashpoints(group, "after");
      return settled;
    } catch (error) {
      // Some refusals have ended the transaction already.
      if (this.#sql.db.inTransaction) this.#sql.run("ROLLBACK");
      throw error;
    }
  }

  /**
   * Waiting for a lock stops the whole program. One write waits for it; those that come after it are refused at once until
   * the lock is free, or each would wait in turn and no webhook get its 503 (R12).
   */
  #begin(): void {
    try {
      this.#sql.run("BEGIN IMMEDIATE");
      this.#wait(false);
    } catch (error) {
      this.#wait(error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY"));
      throw error;
    }
  }

  #wait(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#sql.db.pragma(`busy_timeout = ${isHeld ? 0 : BUSY_TIMEOUT}`);
  }

  #applyGuarded(write: Write): () => void {
    this.#sql.run("SAVEPOINT one");
    try {
      const settle = write.apply();
      this.#sql.run("RELEASE one");
      return settle;
    } catch (error) {
      if (isRefusal(error)) throw error;
      this.#sql.run("ROLLBACK TO one");
      this.#sql.run("RELEASE one");
      return () => write.reject(error);
    }
  }

  #crashpoints(group: readonly Write[], when: "before" | "after"): void {
    if (canCrash) for (const kind of new Set(group.map((write) => write.kind))) crashpoint(`${kind}-${when}-commit`);
  }
}

function rejectAll(group: readonly Write[], error: unknown): (() => void)[] {
  return group.map((write) => () => write.reject(error));
}

/** A disk or a lock that refuses refuses everybody; any other error is of one write. */
export function isRefusal(error: unknown): error is DriverError {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|BUSY|CORRUPT)/.test(error.code)
  );
}

function refusal(name: string, error: DriverError): StoreError {
  return error.code.startsWith("SQLITE_BUSY")
    ? new StoreError(
        "busy",
        `Another process holds the database ${name}. Nothing was written; it can be tried again.`,
        error,
      )
    : new StoreError(
        "disk-refused",
        `The disk refused to keep a change of ${name}: ${error.message} (${error.code}). Nothing was written; free some space or look at the disk.`,
        error,
      );
}
