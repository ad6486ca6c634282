/**
 * One transaction on the disk for all writes that arrive close together: those of one round of the event loop. While one
 * group is being flushed the next one gathers, so groups grow with the load and a lone write does not wait.
 *
 * Each write runs in its own savepoint: one that throws is taken back and rejected alone. A promise settles only after
 * COMMIT; when the disk refuses, all of the group reject and nothing of it happened.
 */
import Database from "better-sqlite3";
import { crashpoint } from "../../crashpoint.ts";
import { StoreError } from "../store-error.ts";
import type { Sql } from "./sql.ts";

/** Names the crash points around the commit: `turn-before-commit`, `inbox-after-commit`. */
export type WriteKind = "inbox" | "turn" | "other";

interface Write {
  kind: WriteKind;
  /** Applies it; gives what to call once it is on the disk. */
  apply(): () => void;
  reject(error: unknown): void;
}

export class GroupCommit {
  readonly #sql: Sql;
  #waiting: Write[] = [];
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
    const { db } = this.#sql;
    try {
      this.#sql.run("BEGIN IMMEDIATE");
      const settled = group.map((write) => this.#applyOne(write));
      this.#crashpoints(group, "before");
      this.#sql.run("COMMIT");
      this.#crashpoints(group, "after");
      return settled;
    } catch (error) {
      if (db.inTransaction) this.#sql.run("ROLLBACK");
      const known = refusal(db.name, error);
      return group.map((write) => () => write.reject(known));
    }
  }

  #applyOne(write: Write): () => void {
    this.#sql.run("SAVEPOINT one");
    try {
      const settle = write.apply();
      this.#sql.run("RELEASE one");
      return settle;
    } catch (error) {
      // A disk that refuses refuses everybody; some refusals have ended the whole transaction already.
      if (isRefusal(error) || !this.#sql.db.inTransaction) throw error;
      this.#sql.run("ROLLBACK TO one");
      this.#sql.run("RELEASE one");
      return () => write.reject(error);
    }
  }

  #crashpoints(group: readonly Write[], when: "before" | "after"): void {
    if (group.some((write) => write.kind === "inbox")) crashpoint(`inbox-${when}-commit`);
    if (group.some((write) => write.kind === "turn")) crashpoint(`turn-${when}-commit`);
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|BUSY|CORRUPT)/.test(error.code)
  );
}

function refusal(name: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError) || !isRefusal(error)) return error;
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
