/**
 * R2 with the driver as it is, where there is a C compiler (elsewhere it is skipped). A process under traffic is watched by a
 * shim (disk/journal-shim.c) that keeps a journal of what is asked of the database's files; then the power is cut at random
 * places of it, as in r2-power-cut.test.ts, and the files that are left are opened by the store. Shared memory, locks and
 * checkpoints are those of production. A new log makes its folder's changes last, as SQLite syncs the folder with it; the
 * shim does not watch the folder itself.
 *
 * Mutation it was seen to fail with: synchronous NORMAL, ordered and read back.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../src/store/sqlite/open-database.ts";
import { brokenPromises } from "./disk/kept-word.ts";
import { PowerCuts } from "./disk/power-cut.ts";
import { fillSchema, SCHEMAS, schemaNames, schemaOf } from "./disk/schemas.ts";
import { readShimJournal } from "./disk/shim-journal.ts";
import { ofProfile, say, seedOf } from "./support/profile.ts";
import { Random } from "./support/random.ts";

const CUTS = ofProfile(40, 2_000);
const ROUNDS = ofProfile({ inbox: 100, turn: 30, migration: 0 }, { inbox: 500, turn: 100, migration: 0 });
const hasCompiler = spawnSync("cc", ["--version"]).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-driver-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasCompiler)("R2 power cut, with the driver (needs cc)", () => {
  test.each(["inbox", "turn", "migration"] as const)("%s", (kind) => {
    const seed = seedOf();
    const random = new Random(seed);
    const before = new Map<string, Uint8Array>();
    const path = join(folder, "live", "sluice.db");
    const kept = kind === "migration" ? old(path, before, random) : [];
    watch(kind, path, seed);
    const { operations, promised } = readShimJournal(join(folder, "journal"));
    const promises = [...kept.map((row) => ({ at: 0, ...row })), ...promised];

    const cuts = new PowerCuts(operations, before);
    const places = Array.from({ length: CUTS }, () => random.whole(0, operations.length)).sort((a, b) => a - b);
    const names = new Set(schemaNames(() => new Database(":memory:")));
    const corrupt: string[] = [];
    const lost: string[] = [];
    for (const at of places) {
      const left = join(folder, "left");
      rmSync(left, { recursive: true, force: true });
      mkdirSync(left);
      for (const [name, bytes] of cuts.cutAfter(at, random)) writeFileSync(join(left, name), bytes);
      try {
        const found = new Database(join(left, "sluice.db"));
        const schema = schemaOf(found);
        if (!names.has(schema)) corrupt.push(`${at}: between two schemas: ${schema}`);
        found.close();
        const db = openDatabase(join(left, "sluice.db"));
        const says = db.pragma("integrity_check", { simple: true });
        if (says !== "ok") corrupt.push(`${at}: ${says}`);
        lost.push(...brokenPromises(db, promises, at).map((what) => `${at}: ${what}`));
        db.close();
      } catch (error) {
        corrupt.push(`${at}: ${error}`);
      }
    }
    say(
      "R2",
      `driver, ${kind}, seed ${seed}: ${CUTS} cuts in ${operations.length} operations (${operations.filter((one) => one.kind === "sync").length} syncs), ${promises.length} promises; corrupt ${corrupt.length}, lost ${lost.length}`,
    );
    expect(promises.length).toBeGreaterThan(0);
    expect(corrupt.slice(0, 5)).toEqual([]);
    expect(lost.slice(0, 5)).toEqual([]);
  });
});

/** A database of an older version, as it lies on the disk. */
function old(path: string, before: Map<string, Uint8Array>, random: Random) {
  mkdirSync(join(path, ".."));
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  const kept = fillSchema(db, random.whole(1, SCHEMAS.length - 1), 5_000);
  db.close();
  before.set("sluice.db", readFileSync(path));
  return kept;
}

function watch(kind: keyof typeof ROUNDS, path: string, seed: number): void {
  const shim = join(folder, "shim.so");
  const source = join(import.meta.dirname, "disk", "journal-shim.c");
  const compiled = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], { encoding: "utf8" });
  expect([compiled.status, compiled.stderr]).toEqual([0, ""]);
  const program = join(import.meta.dirname, "disk", "driver-traffic.ts");
  const args = ["--conditions=source", "--no-warnings", program, kind, path, String(seed), String(ROUNDS[kind])];
  const ran = spawnSync(process.execPath, args, {
    env: { PATH: process.env["PATH"], LD_PRELOAD: shim, JOURNALED: path, JOURNAL: join(folder, "journal") },
    encoding: "utf8",
  });
  expect([ran.stderr, ran.status]).toEqual(["", 0]);
}
