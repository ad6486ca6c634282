/**
 * R2: the power is cut after any of SQLite's writes. The store's own code, settings and migrations run on SQLite of the
 * driver's version, built for WebAssembly, whose file layer keeps a journal of every write, truncation, sync and deletion.
 * After a cut all that came before a file's last sync is there, and of the rest anything, torn at 512 bytes. Then the
 * database opens, is whole, stands at one schema, holds all that was promised, and goes on.
 *
 * Other than in production there is no shared memory (locking_mode EXCLUSIVE), and the log is emptied every 60 pages
 * instead of every 8,000, so that cuts meet checkpoints too. r2-driver.test.ts does it with the driver as it is, where there
 * is a C compiler. Whether a disk obeys a sync neither can prove.
 *
 * Mutations it was seen to fail with: appendInbox that does not wait for its commit; a turn that is answered, so that a
 * send leaves, before its commit; synchronous NORMAL, ordered and read back; migrations without a transaction.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Driver from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { mount } from "./disk/disk-vfs.ts";
import { type DiskOperation, JournaledDisk } from "./disk/journaled-disk.ts";
import { PowerCuts } from "./disk/power-cut.ts";
import { schemaNames, schemaOf } from "./disk/schemas.ts";
import { inboxTraffic, turnTraffic } from "./disk/traffic.ts";
import { Database, overruled } from "./disk/wasm-driver.ts";
import { migrationWorkload, type Recording, recordTraffic } from "./disk/workloads.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";

vi.mock("better-sqlite3", async () => ({ default: (await import("./disk/wasm-driver.ts")).Database }));

const CUTS = ofProfile(120, 2_000);
const CONTROL_CUTS = 120;
const SOUND = '[{"integrity_check":"ok"}]';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-power-"));
  path = join(folder, "sluice.db");
  overruled.clear();
  overruled.set("wal_autocheckpoint", "60");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WORKLOADS = {
  inbox: (random: Random) => recordTraffic(inboxTraffic, path, random, ofProfile(60, 100)),
  turn: (random: Random) => recordTraffic(turnTraffic, path, random, ofProfile(50, 80)),
  migration: async (random: Random) => migrationWorkload(path, random, ofProfile(300, 1_000)),
};

describe("R2 power cut", () => {
  const kinds = Object.keys(WORKLOADS) as (keyof typeof WORKLOADS)[];
  test.each(kinds.flatMap((kind) => seeds(...ofProfile([1], [])).map((seed) => ({ kind, seed }))))(
    "$kind, seed $seed",
    async ({ kind, seed }) => {
      const random = new Random(seed);
      const recording = await WORKLOADS[kind](random);
      const aftermath = await cutAll(recording, random);
      report(`${kind}, seed ${seed}`, recording, aftermath);
      expect(aftermath.corrupt.slice(0, 5)).toEqual([]);
      expect(aftermath.lost.slice(0, 5)).toEqual([]);
    },
  );

  test("SQLite here is of the driver's version", async () => {
    const driver = (await vi.importActual<{ default: typeof Driver }>("better-sqlite3")).default;
    const versions = [new driver(":memory:"), new Database(":memory:")].map((db) => {
      const version: unknown = db.prepare("SELECT sqlite_version() AS version").get();
      db.close();
      return version;
    });
    expect(versions[1]).toEqual(versions[0]);
  });

  test("control: with synchronous=NORMAL the database stays whole, and promises are lost", async () => {
    overruled.set("synchronous", "NORMAL");
    const random = new Random(1);
    const recording = await WORKLOADS.inbox(random);
    const aftermath = await cutAll(recording, random, CONTROL_CUTS);
    report("control NORMAL", recording, aftermath, CONTROL_CUTS);
    expect(aftermath.corrupt.slice(0, 5)).toEqual([]);
    expect(aftermath.lost.length).toBeGreaterThan(0);
  });

  test("control: with a disk that obeys no sync, damage is seen", async () => {
    const random = new Random(1);
    const recording = await WORKLOADS.inbox(random);
    const aftermath = await cutAll(recording, random, CONTROL_CUTS, recording.disk.journal.map(disobeyed));
    report("control without syncs", recording, aftermath, CONTROL_CUTS);
    expect(aftermath.corrupt.length).toBeGreaterThan(0);
  });
});

interface Aftermath {
  /** Cuts after which the database did not open, was not whole, or stood between two schemas. */
  corrupt: string[];
  /** Promises that were not kept. */
  lost: string[];
}

async function cutAll(
  recording: Recording,
  random: Random,
  count = CUTS,
  journal = recording.disk.journal,
): Promise<Aftermath> {
  const { before, word } = recording;
  const cuts = new PowerCuts(journal, before);
  const places = Array.from({ length: count }, () => random.whole(0, journal.length)).sort((a, b) => a - b);
  const known = new Set(schemaNames(() => new Database(":memory:")));
  const aftermath: Aftermath = { corrupt: [], lost: [] };
  for (const at of places) {
    const left = cuts.cutAfter(at, random);
    try {
      const schema = schemaIn(left);
      if (!known.has(schema)) aftermath.corrupt.push(`${at}: between two schemas: ${schema}`);
      mount(new JournaledDisk(left, false));
      const store = openSqliteStore(path);
      const db = Database.last as Database;
      const says = JSON.stringify(db.prepare("PRAGMA integrity_check").all());
      const orphans = db.prepare("PRAGMA foreign_key_check").all();
      if (says !== SOUND || orphans.length > 0) aftermath.corrupt.push(`${at}: ${says} ${JSON.stringify(orphans)}`);
      aftermath.lost.push(...word.broken(db, at).map((what) => `${at}: ${what}`));
      await store.appendInbox([{ id: "afterwards", receivedAt: 0, body: Buffer.from("{}") }]);
      await store.close();
    } catch (error) {
      aftermath.corrupt.push(`${at}: ${error}`);
    }
  }
  return aftermath;
}

/** On a copy: looking recovers it. */
function schemaIn(left: ReadonlyMap<string, Uint8Array>): string {
  mount(new JournaledDisk(left, false));
  const db = new Database(path);
  try {
    return schemaOf(db);
  } finally {
    db.close();
  }
}

function disobeyed(operation: DiskOperation): DiskOperation {
  return operation.kind === "sync"
    ? { kind: "write", file: operation.file, offset: 0, bytes: new Uint8Array() }
    : operation;
}

function report(what: string, { disk, word }: Recording, { corrupt, lost }: Aftermath, cuts = CUTS): void {
  const { journal } = disk;
  const syncs = journal.filter(({ kind }) => kind === "sync");
  const checkpoints = syncs.filter(({ file }) => file.endsWith(".db")).length;
  say(
    "R2",
    `${what}: ${cuts} cuts in ${journal.length} operations (${syncs.length} syncs, ${checkpoints} of the database itself), ${word.promised.length} promises; corrupt ${corrupt.length}, lost ${lost.length}`,
  );
}
