/** Starts that cannot be: the process says in one sentence what is wrong and what to do, and ends with 1. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimDatabase } from "./store/sqlite/claim-database.ts";

const main = join(dirname(fileURLToPath(import.meta.url)), "main.ts");
let folder: string;
let taken: ReturnType<typeof createServer>;
let takenPort: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-start-"));
  mkdirSync(join(folder, "folder.db"));
  writeFileSync(join(folder, "text.db"), "this is no database, it is a shopping list ".repeat(40));
  const other = new Database(join(folder, "other.db"));
  other.exec("CREATE TABLE shopping (item TEXT)");
  other.close();
  const newer = new Database(join(folder, "newer.db"));
  newer.pragma("user_version = 900");
  newer.close();
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  takenPort = (taken.address() as { port: number }).port;
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["--conditions=source", "--no-warnings", main], {
    cwd: folder,
    env: { PATH: process.env["PATH"], PORT: "0", LOG_LEVEL: "error", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const giveUp = setTimeout(() => child.kill("SIGKILL"), 15_000);
  const [code] = await once(child, "exit");
  clearTimeout(giveUp);
  return { code: code as number | null, said };
}

describe("a start is refused", () => {
  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      "a port that is taken",
      () => ({ PORT: String(takenPort), DATABASE_URL: "file:a.db" }),
      /port \d+ is in use.*set PORT/,
    ],
    [
      "a folder for a database",
      () => ({ DATABASE_URL: "file:folder.db" }),
      /folder\.db cannot be opened.*DATABASE_URL/,
    ],
    ["a text file for a database", () => ({ DATABASE_URL: "file:text.db" }), /text\.db cannot be opened.*DATABASE_URL/],
    [
      "another program's database",
      () => ({ DATABASE_URL: "file:other.db" }),
      /of another program.*Nothing was changed/,
    ],
    ["a newer schema", () => ({ DATABASE_URL: "file:newer.db" }), /has schema 900.*Start the newer version/],
    ["half of the WhatsApp settings", () => ({ WHATSAPP_TOKEN: "t" }), /WHATSAPP_APP_SECRET.* are missing/],
  ])("%s", async (_, settings, says) => {
    const { code, said } = await start(settings());
    expect(said).toMatch(/^Sluice cannot start:/);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  test("a database that another server works with, and not when that one is gone", async () => {
    const path = join(folder, "shared.db");
    const release = claimDatabase(path);
    expect(() => claimDatabase(path, 0)).toThrow(/Another Sluice is running/);
    const { code, said } = await start({ DATABASE_URL: `file:${path}` });
    expect([code, said]).toEqual([1, expect.stringMatching(/Another Sluice is running.*shared\.db.*Stop that one/)]);
    release();
    claimDatabase(path, 0)();
  });
});
