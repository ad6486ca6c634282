/**
 * R13: what a kill leaves while a migration writes. A killed process leaves every write it asked for, in order, and nothing
 * after; so each prefix of the journal of SQLite's writes is what some kill leaves. Each stands at one schema, with every
 * row, and the next start goes on.
 *
 * Mutation it was seen to fail with: migrations without a transaction.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../src/store/sqlite/open-database.ts";
import { mount } from "./disk/disk-vfs.ts";
import { type DiskOperation, JournaledDisk } from "./disk/journaled-disk.ts";
import { filesAfter } from "./disk/power-cut.ts";
import { fillSchema, SCHEMAS, schemaNames, schemaOf } from "./disk/schemas.ts";
import { Database } from "./disk/wasm-driver.ts";
import { ofProfile, say } from "./support/profile.ts";

vi.mock("better-sqlite3", async () => ({ default: (await import("./disk/wasm-driver.ts")).Database }));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-migrating-"));
  path = join(folder, "sluice.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(SCHEMAS.map((_, version) => version))("R13 from schema %i on, killed at each write", (version) => {
  const { before, journal, kept } = record(version);
  const known = schemaNames(() => new Database(":memory:"));
  const found = new Map<string, number>();
  for (let operations = 0; operations <= journal.length; operations += 1) {
    const left = filesAfter(journal, operations, before);
    mount(new JournaledDisk(left, false));
    const db = new Database(path);
    const schema = schemaOf(db);
    found.set(schema, (found.get(schema) ?? 0) + 1);
    expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    expect(known.slice(version)).toContain(schema);
    db.close();

    mount(new JournaledDisk(left, false));
    openDatabase(path).close();
    const next = new Database(path);
    expect(schemaOf(next)).toBe(known.at(-1));
    const lost = kept.filter(({ query, parameters }) => next.prepare(query).get(...parameters) === undefined);
    expect(lost).toEqual([]);
    next.close();
  }
  const places = [...found].map(([schema, count]) => `${count} times ${schema.split(" ")[0]}`).join(", ");
  say("R13", `schema ${version}: killed at each of ${journal.length + 1} places of its writes; ${places}; between 0`);
});

function record(version: number) {
  const old = new JournaledDisk(new Map(), false);
  mount(old);
  const filling = new Database(path);
  if (version > 0) filling.pragma("journal_mode = WAL");
  const kept = version > 0 ? fillSchema(filling, version, ofProfile(200, 5_000)) : [];
  filling.close();
  const before = old.files();
  const disk = new JournaledDisk(before);
  mount(disk);
  openDatabase(path).close();
  const journal: readonly DiskOperation[] = disk.journal;
  return { before, journal, kept };
}
