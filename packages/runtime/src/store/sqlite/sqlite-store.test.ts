import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { storeContract } from "../store.contract.ts";
import { StoreError } from "../store-error.ts";
import { contactWith, entry, load, NOTHING, NOW, session, turn } from "../test-samples.ts";
import { GroupCommit } from "./group-commit.ts";
import { SCHEMA_VERSION } from "./migrate.ts";
import { assertDurable, openDatabase } from "./open-database.ts";
import { Sql } from "./sql.ts";
import { openSqliteStore } from "./sqlite-store.ts";

storeContract("sqlite in memory", async () => openSqliteStore(":memory:"));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-store-"));
  path = join(folder, "new", "sluice.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("opening a file", () => {
  test("makes folder and file for its owner alone, the write-ahead log too", async () => {
    const store = openSqliteStore(path);
    await store.saveSetting("a", "1");
    for (const name of readdirSync(join(folder, "new"))) {
      expect([name, statSync(join(folder, "new", name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(statSync(join(folder, "new")).mode & 0o777).toBe(0o700);
    await store.close();
  });

  test("what was stored is there again, sessions and figures too", async () => {
    const first = openSqliteStore(path);
    const contact = await contactWith(first, "+551", "Asha");
    await turn(first, contact, { sessions: [session(contact)], log: [entry("note")] }, { eventKey: "k" });
    await first.appendInbox([{ id: "i1", receivedAt: NOW, body: Uint8Array.of(1, 2) }]);
    const before = await load(first, contact);
    await first.close();

    const second = openSqliteStore(path);
    expect(await load(second, contact)).toEqual(before);
    expect(await second.hasEvent("k")).toBe(true);
    expect(await second.pendingInbox(5)).toHaveLength(1);
    expect(await second.totals(NOW)).toMatchObject({ inFlows: 1 });
    await second.close();
  });

  test("R2: synchronous is FULL at the first and at every later open", () => {
    for (const open of ["first", "second", "third"]) {
      const db = openDatabase(path);
      expect([open, db.pragma("synchronous", { simple: true })]).toEqual([open, 2]);
      expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
      expect(db.pragma("foreign_keys", { simple: true })).toBe(1);
      expect(db.pragma("busy_timeout", { simple: true })).toBe(2_000);
      db.prepare("INSERT INTO settings (name, value) VALUES (?, '')").run(open);
      db.close();
    }
  });

  test("R2: a database that would lose commits is refused with what to do", () => {
    const db = openDatabase(path);
    db.pragma("synchronous = NORMAL");
    expect(() => assertDurable(db)).toThrow(/synchronous is 1 \(must be 2, FULL\).*local disk/);
    db.close();
  });

  test.each([
    [
      "schema of a newer version",
      `PRAGMA user_version = ${SCHEMA_VERSION + 1}`,
      "newer-schema",
      /Start the newer version again/,
    ],
    ["tables of another program", "CREATE TABLE notes (text TEXT)", "not-ours", /database of another program/],
  ])("R13: %s is refused and left as it is", (_, change, code, sentence) => {
    path = join(folder, "other.db");
    const other = new Database(path);
    other.exec(change);
    other.close();
    expect(() => openSqliteStore(path)).toThrow(expect.objectContaining({ name: "StoreError", code }));
    expect(() => openSqliteStore(path)).toThrow(sentence);
    const after = new Database(path);
    expect(after.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBe(code === "not-ours" ? 1 : 0);
    after.close();
  });

  test("what is no database, or cannot be written, is named in a sentence", () => {
    path = join(folder, "text.db");
    writeFileSync(path, "This is a letter, not a database. ".repeat(50));
    expect(() => openSqliteStore(path)).toThrow(/text\.db cannot be opened.*DATABASE_URL/);
    expect(() => openSqliteStore(join(path, "below", "x.db"))).toThrow(/cannot be opened/);
    if (process.platform === "linux") expect(() => openSqliteStore("/proc/none/x.db")).toThrow(/cannot be opened/);
  });

  test("a closed store refuses writes with a sentence", async () => {
    const store = openSqliteStore(path);
    const contact = await contactWith(store, "+551");
    const last = turn(store, contact, { sessions: [session(contact)] });
    await Promise.resolve();
    await last;
    await store.close();
    await expect(store.saveSetting("a", "1")).rejects.toMatchObject({ code: "closed" });
    await expect(store.loadContact(contact)).rejects.toThrow();
  });

  test("what waits is written before the store closes", async () => {
    const store = openSqliteStore(path);
    const written = store.saveSetting("a", "1");
    await store.close();
    await written;
    const again = openSqliteStore(path);
    expect(await again.setting("a")).toBe("1");
    await again.close();
  });
});

describe("group commit", () => {
  const openGroup = () => {
    const sql = new Sql(openDatabase(path));
    return { sql, group: new GroupCommit(sql) };
  };
  const add =
    (sql: Sql, name: string, size = 1) =>
    () =>
      sql.run("INSERT INTO settings (name, value) VALUES (?, ?)", name, "x".repeat(size));
  const names = (sql: Sql) => sql.values<string>("SELECT name FROM settings ORDER BY name");

  test("writes that come together are one transaction, seen by nobody before it is on the disk", async () => {
    const { sql, group } = openGroup();
    const other = new Database(path, { readonly: true });
    const commits = () => other.pragma("data_version", { simple: true });
    const before = commits();
    const writes = ["a", "b", "c"].map((name) => group.run("setting", add(sql, name)));
    expect(names(sql)).toEqual([]);
    await Promise.all(writes);
    expect(names(sql)).toEqual(["a", "b", "c"]);
    expect(commits()).toBe(Number(before) + 1);
    other.close();
    sql.db.close();
  });

  test("one that throws is taken back alone", async () => {
    const { sql, group } = openGroup();
    const outcomes = await Promise.allSettled([
      group.run("setting", add(sql, "a")),
      group.run("setting", () => {
        add(sql, "half")();
        throw new Error("in the middle");
      }),
      group.run("setting", add(sql, "b")),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(names(sql)).toEqual(["a", "b"]);
    sql.db.close();
  });

  test("R11: a full disk refuses the whole group, nothing of it happened, and later writes go on", async () => {
    const { sql, group } = openGroup();
    const pages = Number(sql.db.pragma("page_count", { simple: true }));
    sql.db.pragma(`max_page_count = ${pages + 2}`);
    const outcomes = await Promise.allSettled([
      group.run("setting", add(sql, "small")),
      group.run("setting", add(sql, "big", 100_000)),
      group.run("setting", add(sql, "late")),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "disk-refused", retryable: true } });
      expect(outcome.status === "rejected" && outcome.reason).toBeInstanceOf(StoreError);
    }
    expect(names(sql)).toEqual([]);
    sql.db.pragma(`max_page_count = ${pages + 1_000}`);
    await group.run("setting", add(sql, "big", 100_000));
    expect(names(sql)).toEqual(["big"]);
    sql.db.close();
  });

  test("R12: when another process holds the lock, a write is refused after two seconds and nothing is lost", async () => {
    const { sql, group } = openGroup();
    const other = new Database(path);
    other.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    await expect(group.run("setting", add(sql, "a"))).rejects.toMatchObject({ code: "busy", retryable: true });
    expect(performance.now() - began).toBeGreaterThan(1_500);
    other.exec("ROLLBACK");
    other.close();
    await group.run("setting", add(sql, "a"));
    expect(names(sql)).toEqual(["a"]);
    sql.db.close();
  });
});

describe("R1: killed at a crash point", () => {
  /** Runs against the file in a process of its own, which is killed on its way. */
  const runUntil = (point: string, body: string) =>
    spawnSync(process.execPath, ["--conditions=source", "--no-warnings", "--input-type=module", "-e", body], {
      env: { ...process.env, SLUICE_CRASH_AT: point },
      encoding: "utf8",
      cwd: import.meta.dirname,
    });
  const opened = () => `
    import { openSqliteStore } from "${new URL("./sqlite-store.ts", import.meta.url).href}";
    const store = openSqliteStore(${JSON.stringify(path)});`;

  test.each([
    ["inbox-before-commit", 0],
    ["inbox-after-commit", 1],
  ])("%s leaves %i bodies", async (point, left) => {
    const child = runUntil(
      point,
      `${opened()} await store.appendInbox([{ id: "i1", receivedAt: 1, body: new Uint8Array(3) }]);`,
    );
    expect([child.signal, child.stderr]).toEqual(["SIGKILL", ""]);
    const store = openSqliteStore(path);
    expect(await store.pendingInbox(5)).toHaveLength(left);
    await store.close();
  });

  test.each([
    ["turn-before-commit", false],
    ["turn-after-commit", true],
    ["turn-before-commit:2", true],
  ])("%s: the first turn happened: %s", async (point, happened) => {
    const setUp = openSqliteStore(path);
    const contact = await contactWith(setUp, "+551");
    const { version, state } = await load(setUp, contact);
    await setUp.close();
    const unit = { contact, version, state, plan: { ...NOTHING, sessions: [session(contact)] }, eventKey: "k" };
    const child = runUntil(
      point,
      `${opened()} const unit = ${JSON.stringify(unit)};
      await store.commitTurn(unit); await store.commitTurn({ ...unit, version: unit.version + 1, eventKey: "k2" });`,
    );
    expect([child.signal, child.stderr]).toEqual(["SIGKILL", ""]);
    const store = openSqliteStore(path);
    expect(await store.hasEvent("k")).toBe(happened);
    expect(await store.hasEvent("k2")).toBe(false);
    expect((await load(store, contact)).version).toBe(version + (happened ? 1 : 0));
    expect((await load(store, contact)).state.sessions).toHaveLength(happened ? 1 : 0);
    await store.close();
  });
});
