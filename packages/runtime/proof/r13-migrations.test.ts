/**
 * R13: a process that brings a database of any released schema up to date is killed before, between and after the
 * statements of each migration. The database then stands at the schema before or after, never between, with every row, and
 * the next start goes on. A newer schema is refused untouched. A snapshot made before brings back what was.
 *
 * What a kill in the middle of a statement or a commit leaves is played in r13-writes.test.ts, on a journal of the writes.
 *
 * Mutations it was seen to fail with: migrations without a transaction; the schema's number written outside of it; a newer
 * schema opened all the same.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backupDatabase, restoreDatabase } from "../src/store/sqlite/backup.ts";
import { openDatabase } from "../src/store/sqlite/open-database.ts";
import { fillSchema, type KeptRow, SCHEMAS, schemaNames, schemaOf } from "./disk/schemas.ts";
import { ofProfile, say } from "./support/profile.ts";

const MESSAGES = ofProfile(500, 100_000);
const POINTS = 20;
const runtime = join(import.meta.dirname, "..");

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-migrations-"));
  path = join(folder, "sluice.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const released = SCHEMAS.map((_, version) => version);

describe("R13 migrations", () => {
  test.each(released)("from schema %i on, killed at the statements of the next migration", (version) => {
    const { file, kept } = filled(version);
    const names = schemaNames(() => new Database(":memory:"));
    copy(file);
    const statements = migrateUntil(0);
    const begin = statements.indexOf("BEGIN IMMEDIATE");
    const end = statements.indexOf("COMMIT");
    expect([begin > 0, end > begin]).toEqual([true, true]);
    // From before its transaction to after its commit; the numbers count from 1.
    const places = spread(begin + 1, end + 2);
    const found = { [version]: 0, [version + 1]: 0 };
    for (const place of places) {
      copy(file);
      migrateUntil(place);
      const db = new Database(path);
      const now = schemaOf(db);
      expect([names[version], names[version + 1]]).toContain(now);
      found[names.indexOf(now)] = (found[names.indexOf(now)] ?? 0) + 1;
      expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(missing(db, kept)).toEqual([]);
      db.close();
      const next = openDatabase(path);
      expect(schemaOf(next)).toBe(names.at(-1));
      expect(missing(next, kept)).toEqual([]);
      next.close();
    }
    say(
      "R13",
      `schema ${version}, ${version === 0 ? 0 : MESSAGES} messages: killed at ${places.length} of ${end - begin + 2} places; ${found[version]} times still ${version}, ${found[version + 1]} times ${version + 1}, between 0, rows lost 0`,
    );
  });

  test("a newer schema is refused and not touched", () => {
    const db = openDatabase(path);
    db.pragma(`user_version = ${SCHEMAS.length + 1}`);
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const before = digest(path);
    expect(() => openDatabase(path)).toThrow(/knows schemas up to/);
    expect(digest(path)).toBe(before);
  });

  test.each(released.slice(1))("schema %i comes back from a snapshot made before the upgrade", async (version) => {
    const { file, kept } = filled(version);
    copy(file);
    const snapshot = join(folder, "snapshot.db");
    await backupDatabase(path, snapshot);
    openDatabase(path).close();
    const began = performance.now();
    // The older version's restore puts it in place as it is.
    copy(snapshot);
    const old = new Database(path);
    expect(schemaOf(old)).toBe(schemaNames(() => new Database(":memory:"))[version]);
    expect(missing(old, kept)).toEqual([]);
    old.close();
    const seconds = (performance.now() - began) / 1_000;
    // This version's brings it up to date.
    await restoreDatabase(snapshot, path, { force: true, now: 0 });
    const restored = openDatabase(path);
    expect(missing(restored, kept)).toEqual([]);
    restored.close();
    say("R13", `schema ${version}: back from a snapshot in ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(60);
  });
});

/** A database as this version left it, in one file; version 0: none. */
function filled(version: number): { file: string; kept: KeptRow[] } {
  const file = join(folder, "filled.db");
  if (version === 0) return { file, kept: [] };
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  const kept = fillSchema(db, version, MESSAGES);
  db.close();
  return { file, kept };
}

function copy(file: string): void {
  for (const ending of ["", "-wal", "-shm"]) rmSync(path + ending, { force: true });
  if (existsSync(file)) copyFileSync(file, path);
}

/** Runs the migrations in a process that is killed before its n-th statement; the statements. 0: it comes to its end. */
function migrateUntil(place: number): string[] {
  const program = `
    import { writeSync } from "node:fs";
    import Database from "better-sqlite3";
    import { migrate } from ${JSON.stringify(join(runtime, "src", "store", "sqlite", "migrate.ts"))};
    let place = 0;
    const verbose = (text) => {
      place += 1;
      if (place === ${place}) process.kill(process.pid, "SIGKILL");
      writeSync(1, JSON.stringify(text) + "\\n");
    };
    const db = new Database(${JSON.stringify(path)});
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.close();
    migrate(new Database(${JSON.stringify(path)}, { verbose }));`;
  const args = ["--conditions=source", "--no-warnings", "--input-type=module", "-e", program];
  const { stdout, stderr, signal } = spawnSync(process.execPath, args, { cwd: runtime, encoding: "utf8" });
  expect([stderr, signal]).toEqual(["", place === 0 ? null : "SIGKILL"]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line || '""'));
}

/** So many whole numbers from the first to the last, both among them. */
function spread(first: number, last: number): number[] {
  const count = Math.min(POINTS, last - first + 1);
  return Array.from({ length: count }, (_, at) => first + Math.round((at * (last - first)) / Math.max(1, count - 1)));
}

function missing(db: Database.Database, kept: readonly KeptRow[]): string[] {
  return kept
    .filter(({ query, parameters }) => db.prepare(query).get(...parameters) === undefined)
    .map(({ what }) => what);
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
