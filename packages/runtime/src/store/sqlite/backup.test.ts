import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelFor } from "../../channel.ts";
import { StoreError } from "../store-error.ts";
import { contactWith, load, NOW } from "../test-samples.ts";
import { backupDatabase, restoreDatabase } from "./backup.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const WHATSAPP = {
  phoneNumberId: "1",
  wabaId: "2",
  token: "t",
  appSecret: "s",
  verifyToken: "v",
  apiUrl: "http://127.0.0.1",
  apiVersion: "v25.0",
};

let folder: string;
let path: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-backup-"));
  path = join(folder, "data", "sluice.db");
  file = join(folder, "copy.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function filled(at = path, name = "Asha") {
  const store = openSqliteStore(at);
  await channelFor(store, WHATSAPP);
  const contact = await contactWith(store, "+5511900000111", name);
  return { store, contact };
}

describe("R14: backup", () => {
  test("is one whole file of its owner, made while the server has the database open and writes", async () => {
    const { store, contact } = await filled();
    const writing = (async () => {
      for (let at = 0; at < 200; at += 1) await store.saveSetting(`s${at}`, "x".repeat(1_000));
    })();
    const { bytes } = await backupDatabase(path, file);
    await writing;
    const before = await load(store, contact);
    await store.close();
    expect(bytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(["copy.db", "data"]);
    const copy = openSqliteStore(file);
    expect(await load(copy, contact)).toEqual(before);
    await copy.close();
  });

  test("while another process writes without a pause, it still comes to its end", async () => {
    const { store } = await filled();
    await store.close();
    const writer = spawn(
      process.execPath,
      [
        "-e",
        `const db = new (require("better-sqlite3"))(${JSON.stringify(path)}, { timeout: 5000 });
       db.pragma("journal_mode = WAL");
       const add = db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)");
       process.stdout.write("on");
       const work = () => { for (let at = 0; at < 20; at += 1) add.run("w" + at, "y".repeat(4000)); setImmediate(work); };
       work();`,
      ],
      { cwd: join(import.meta.dirname, "..", "..", "..") },
    );
    try {
      await new Promise((resolve) => writer.stdout.once("data", resolve));
      await backupDatabase(path, file);
      const copy = new Database(file, { readonly: true });
      expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
      copy.close();
    } finally {
      writer.kill("SIGKILL");
    }
  });

  test.each([
    ["no database", async () => {}, /There is no database at/],
    [
      "no folder for the copy",
      async () => {
        await (await filled()).store.close();
        file = join(folder, "none", "copy.db");
      },
      /ENOENT/,
    ],
    [
      "a file that is no database",
      async () => {
        path = join(folder, "notes.txt");
        writeFileSync(path, "x".repeat(5_000));
      },
      /could not be copied.*not a database/,
    ],
  ])("%s: refused, and no file is left", async (_, prepare, says) => {
    await prepare();
    await expect(backupDatabase(path, file)).rejects.toThrow(says);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});

describe("R14: restore", () => {
  const options = { force: false, now: NOW };

  test("brings everything back with every channel paused, and another channel comes paused too", async () => {
    const { store, contact } = await filled();
    const before = await load(store, contact);
    await backupDatabase(path, file);
    await store.close();
    rmSync(join(folder, "data"), { recursive: true });

    expect(await restoreDatabase(file, path, options)).toEqual({
      before: null,
      channels: ["wa-1"],
      erased: null,
    });
    const again = openSqliteStore(path);
    expect(await load(again, contact)).toEqual(before);
    expect(await again.channels()).toMatchObject([{ id: "wa-1", pausedAt: NOW, pausedBy: "the restore of copy.db" }]);
    expect(await channelFor(again, { ...WHATSAPP, phoneNumberId: "9" })).toMatchObject({ id: "wa-9", pausedAt: NOW });
    await again.close();
  });

  test("does not replace a database without being told to; then it is kept beside the new one", async () => {
    await (await filled()).store.close();
    await backupDatabase(path, file);
    const { store } = await filled(path, "Rohan");
    await store.saveSetting("later", "yes");
    await store.close();
    await expect(restoreDatabase(file, path, options)).rejects.toThrow(/There is a database at .* already/);

    const { before } = await restoreDatabase(file, path, { ...options, force: true });
    const restored = openSqliteStore(path);
    expect(await restored.setting("later")).toBeNull();
    await restored.close();
    const aside = openSqliteStore(before ?? "");
    expect(await aside.setting("later")).toBe("yes");
    await aside.close();
  });

  test("R12: refuses while the database is open, and leaves it as it is", async () => {
    const { store } = await filled();
    await backupDatabase(path, file);
    await store.saveSetting("later", "yes");
    await expect(restoreDatabase(file, path, { ...options, force: true })).rejects.toMatchObject({ code: "busy" });
    await store.saveSetting("after", "yes");
    expect([await store.setting("later"), await store.setting("after")]).toEqual(["yes", "yes"]);
    expect((await store.channels())[0]?.pausedAt).toBeNull();
    await store.close();
    expect(readdirSync(join(folder, "data")).filter((name) => /restoring|before/.test(name))).toEqual([]);
  });

  test("replaces a database that is damaged beyond opening, and its log with it", async () => {
    await (await filled()).store.close();
    await backupDatabase(path, file);
    writeFileSync(path, "x".repeat(10_000));
    writeFileSync(`${path}-wal`, "y".repeat(10_000));
    const { before } = await restoreDatabase(file, path, { ...options, force: true });
    expect(statSync(before ?? "").size).toBe(10_000);
    const store = openSqliteStore(path);
    expect(await store.channels()).toHaveLength(1);
    await store.close();
  });

  test.each<[string, (at: string) => void, RegExp]>([
    ["nothing there", () => {}, /There is no backup at/],
    ["a text", (at) => writeFileSync(at, "hello ".repeat(1_000)), /is no backup of Sluice.*not a database/],
    ["an empty file", (at) => writeFileSync(at, ""), /not one of Sluice/],
    ["a database of another program", (at) => new Database(at).exec("CREATE TABLE t (a)").close(), /not one of Sluice/],
  ])("%s: refused, nothing is changed", async (_, write, says) => {
    write(file);
    await expect(restoreDatabase(file, path, options)).rejects.toThrow(says);
    await expect(restoreDatabase(file, path, options)).rejects.toBeInstanceOf(StoreError);
    expect(existsSync(path)).toBe(false);
  });

  test("a copy of a newer version, or a damaged one: refused, nothing is changed", async () => {
    await (await filled()).store.close();
    await backupDatabase(path, file);
    const size = statSync(file).size;
    const newer = new Database(file);
    newer.pragma("user_version = 999");
    newer.close();
    await expect(restoreDatabase(file, path, { ...options, force: true })).rejects.toMatchObject({
      code: "newer-schema",
    });
    const damaged = new Database(file);
    damaged.pragma("user_version = 1");
    damaged.close();
    writeFileSync(file, Buffer.alloc(size - 8_192, 0xff), { flag: "r+" });
    await expect(restoreDatabase(file, path, { ...options, force: true })).rejects.toThrow(/Nothing was changed/);
  });
});
