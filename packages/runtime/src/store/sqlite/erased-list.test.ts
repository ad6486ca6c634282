import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contactWith, load, NOW } from "../test-samples.ts";
import { type ErasedIdentity, ErasedList } from "./erased-list.ts";
import { openDatabase } from "./open-database.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-erased-"));
  file = join(folder, "sluice.db.erased");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const one = (identity: string, erasedAt = NOW): ErasedIdentity => ({
  identity,
  erasedAt,
  stoppedByMetaAt: null,
  stoppedByWordAt: NOW,
});
const names = (list: ErasedList) => list.sections.map(({ key, identities }) => [key, [...identities.keys()]]);

describe("the list of erased people", () => {
  test("is a file of its owner, made with the first of them, and read back", () => {
    const list = new ErasedList(file);
    expect(existsSync(file)).toBe(false);
    list.add([one("a"), one("b")]);
    list.add([one("c")]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(names(new ErasedList(file))).toEqual([[list.key, ["a", "b", "c"]]]);
    expect(new ErasedList(file).sections[0]?.identities.get("b")).toEqual(one("b"));
  });

  test("a line that was torn is passed over, and what comes after it is not", () => {
    const list = new ErasedList(file);
    list.add([one("a")]);
    appendFileSync(file, '{"identity":"torn","era');
    const next = new ErasedList(file);
    next.add([one("b")]);
    expect(names(new ErasedList(file))).toEqual([[list.key, ["a", "b"]]]);
  });

  test("a torn key is none", () => {
    writeFileSync(file, "\nkey abc");
    const list = new ErasedList(file);
    list.add([one("a")]);
    expect(names(new ErasedList(file))).toEqual([[list.key, ["a"]]]);
  });

  test("takes over another one's sections, once, and keeps its own key", () => {
    const other = new ErasedList(null);
    other.add([one("x"), one("y")]);
    const list = new ErasedList(file);
    list.add([one("a")]);
    const { key } = list;
    list.takeOver(other.sections);
    const length = readFileSync(file).length;
    list.takeOver(other.sections);
    expect(readFileSync(file)).toHaveLength(length);
    list.add([one("b")]);
    for (const read of [list, new ErasedList(file)]) {
      expect(read.key).toBe(key);
      expect(new Set(names(read).map((section) => JSON.stringify(section)))).toEqual(
        new Set([JSON.stringify([other.key, ["x", "y"]]), JSON.stringify([key, ["a", "b"]])]),
      );
    }
  });

  test("a disk that refuses says so, and nobody is added", () => {
    const list = new ErasedList(join(folder, "none", "sluice.db.erased"));
    expect(() => list.add([one("a")])).toThrow(/refused to keep the list/);
    expect(list.sections[0]?.identities.size).toBe(0);
  });
});

test("a key that an earlier version kept in the database moves to the list, with whom it forgot", async () => {
  const path = join(folder, "sluice.db");
  const phone = "+5511987654321";
  const before = openSqliteStore(path);
  await before.eraseContact(await contactWith(before, phone), NOW);
  await before.close();
  const { key } = new ErasedList(file);
  rmSync(file);
  const old = openDatabase(path);
  old.prepare("INSERT INTO settings (name, value) VALUES ('forgotten-key', ?)").run(key);
  old.prepare("UPDATE forgotten SET stopped_by_word_at = ?").run(NOW);
  old.close();

  const store = openSqliteStore(path);
  expect(new ErasedList(file).key).toBe(key);
  expect(new ErasedList(file).sections[0]?.identities.size).toBe(1);
  expect(await store.setting("forgotten-key")).toBeNull();
  expect((await load(store, await contactWith(store, phone))).state.ledger.stoppedByWordAt).toBe(NOW);
  await store.close();
});
