/**
 * The embedded store: one SQLite file. Reads happen at once; every write goes through one group commit, so that what
 * arrives together is one flush of the disk. A promise of a write resolves only when it is on the disk.
 */
import type { Instant } from "@sluice/shared/time/instant";
import type { Store } from "../store.ts";
import { commitTurn, hasEvent, keepEvent } from "./commit-turn.ts";
import { contactFinders } from "./contacts.ts";
import { ErasedList, erasedListOf } from "./erased-list.ts";
import { flowStore } from "./flows.ts";
import { moveOldKey } from "./forgotten.ts";
import { GroupCommit, isRefusal } from "./group-commit.ts";
import { inboxStore } from "./inbox.ts";
import { contactVersion, loadContact } from "./load-contact.ts";
import { mediaStore } from "./media.ts";
import { noticeStore } from "./notices.ts";
import { openDatabase } from "./open-database.ts";
import { operationsStore } from "./operations.ts";
import { peopleStore } from "./people.ts";
import { settingsStore } from "./settings.ts";
import { Sql } from "./sql.ts";
import { workStore } from "./work.ts";

export interface SqliteStoreOptions {
  /** Dates what only housekeeping asks about (event keys). Default: the system's clock. */
  now?: () => Instant;
}

const PROBE = "probe";

/** `path`: a file, made when it is missing, or ":memory:". Throws a StoreError that says why it cannot be trusted. */
export function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Store {
  const now = options.now ?? Date.now;
  const { sql, group } = openWithList(path, erasedListOf(path));
  const { db } = sql;
  const settings = settingsStore(sql, group);
  return {
    ...inboxStore(sql, group),
    ...contactFinders(sql, group),
    ...workStore(sql, group),
    ...flowStore(sql, group),
    ...peopleStore(sql),
    ...noticeStore(sql, group),
    ...mediaStore(sql, group),
    ...operationsStore(sql, group),
    ...settings,

    async loadContact(contact) {
      return loadContact(sql, contact);
    },
    async contactVersion(contact) {
      return contactVersion(sql, contact);
    },
    commitTurn: (unit) => group.run("turn", () => commitTurn(sql, unit, now())),
    async hasEvent(eventKey) {
      return hasEvent(sql, eventKey);
    },

    async keepEvent(eventKey, at) {
      await group.run("setting", () => keepEvent(sql, eventKey, at));
    },

    async probe() {
      const value = String(now());
      await settings.saveSetting(PROBE, value);
      if ((await settings.setting(PROBE)) === null) throw new Error(`The database ${path} did not keep its probe row.`);
    },

    async close() {
      group.close();
      try {
        // Nothing that is left to a later process: the file alone is the whole database.
        if (!db.memory && db.open) db.pragma("wal_checkpoint(TRUNCATE)");
      } catch (error) {
        // No space, or somebody reads: the log keeps what is in it, and the next start takes it from there.
        if (!isRefusal(error)) throw error;
      } finally {
        db.close();
      }
    },
  };
}

/** The database with its list of erased people. Throws a StoreError. */
export function openWithList(path: string, list: string | null): { sql: Sql; group: GroupCommit } {
  const db = openDatabase(path);
  try {
    const sql = new Sql(db, new ErasedList(list));
    moveOldKey(sql);
    return { sql, group: new GroupCommit(sql) };
  } catch (error) {
    db.close();
    throw error;
  }
}
