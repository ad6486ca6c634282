/** Brings a database to the schema this version knows: each migration in one transaction, counted in `user_version`. */
import type Database from "better-sqlite3";
import { StoreError } from "../store-error.ts";
import { FIRST } from "./migrations/0001-first.ts";
import { NOTICES } from "./migrations/0002-notices.ts";
import { FORGOTTEN } from "./migrations/0003-forgotten.ts";
import { CALLS } from "./migrations/0004-calls.ts";
import { MEDIA } from "./migrations/0005-media.ts";

/** In order; the number of a migration is its place, counted from 1. A released one is never changed. */
export const MIGRATIONS: readonly string[] = [FIRST, NOTICES, FORGOTTEN, CALLS, MEDIA];

export const SCHEMA_VERSION = MIGRATIONS.length;

export function migrate(db: Database.Database): void {
  for (;;) {
    const found = schemaVersion(db);
    if (found > SCHEMA_VERSION) {
      throw new StoreError(
        "newer-schema",
        `The database ${db.name} has schema ${found}, but this version of Sluice knows schemas up to ${SCHEMA_VERSION}. Start the newer version again, or restore the backup made before it was installed. Nothing was changed.`,
      );
    }
    if (found === SCHEMA_VERSION) return;
    db.transaction(applyNext).immediate(db);
  }
}

/** Another process may have been faster: what is next is read again under the lock. */
function applyNext(db: Database.Database): void {
  const found = schemaVersion(db);
  const next = MIGRATIONS[found];
  if (next === undefined) return;
  if (found === 0 && db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() !== 0) {
    throw new StoreError(
      "not-ours",
      `The file ${db.name} is a database of another program: it has tables, but no schema number of Sluice. Name another file in DATABASE_URL. Nothing was changed.`,
    );
  }
  db.exec(next);
  db.pragma(`user_version = ${found + 1}`);
}

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}
