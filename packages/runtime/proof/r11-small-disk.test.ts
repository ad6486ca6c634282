/**
 * R11: the real server with its driver on a real file system of four megabytes that gets full under load, and has space
 * again. Needs a machine that lets us mount one (`unshare`, `mount`); elsewhere it is skipped, and r11-disk-full.test.ts
 * stands for it.
 *
 * Mutations it was seen to fail with: 200 also when the inbox was not stored; a stop that needs space.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { Poster } from "./support/posted.ts";
import { ofProfile, say } from "./support/profile.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";

const MOUNT = "mount -t tmpfs -o size=4m none";
const RECOVERS_WITHIN = 5_000;

let folder: string;
let server: ServerProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-small-"));
});
afterEach(async () => {
  await server?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!canMount())("R11 a file system of four megabytes", async () => {
  server = new ServerProcess({
    database: join(folder, "sluice.db"),
    credentials: ACCOUNT,
    graphUrl: ACCOUNT.apiUrl,
    environment: { LOG_LEVEL: "fatal" },
    within: ["unshare", "-rm", "sh", "-c", `${MOUNT} "$0" && exec "$@"`, folder],
  });
  const url = (await server.url) ?? "";
  expect(url).not.toBe("");
  // The file system is the server's own; this leads to it from outside.
  const inside = join("/proc", String(server.pid), "root", folder);
  const ballast = join(inside, "ballast");
  const poster = new Poster(() => url);
  const flood = poster.flood(ofProfile(50, 200), 1_000);
  const rounds = ofProfile(2, 20);
  const recoveries: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await pause(300);
    const began = poster.answered.length;
    fill(ballast);
    const refusals = () => poster.answered.slice(began).filter(({ status }) => status === 503).length;
    await eventually(
      "refusals",
      async () => refusals(),
      (count) => count > 5,
      30_000,
    );
    expect((await call(url, "GET", "/livez")).status).toBe(200);
    const ready = await call(url, "GET", "/readyz");
    expect([ready.status, JSON.stringify(ready.body)]).toEqual([503, expect.stringContaining("MB are free")]);

    rmSync(ballast);
    const since = performance.now();
    const back = () => poster.acknowledged.find(({ at, took }) => at - took > since);
    const first = await eventually(
      "a webhook that is taken",
      async () => back() ?? null,
      (one) => one !== null,
    );
    recoveries.push((first?.at ?? 0) - since);
  }
  await flood.end();
  const metrics = async () => String((await call<string>(url, "GET", "/metrics")).body);
  await eventually("an empty inbox", metrics, (text) => text.includes("\nsluice_inbox_pending 0\n"), 20_000);
  // Nothing is written any more, so a copy of the files is the database. SQLite itself would follow the link out of there.
  const copy = join(folder, "copy.db");
  for (const ending of ["", "-wal"]) copyFileSync(join(inside, `sluice.db${ending}`), copy + ending);
  const db = new Database(copy);
  const rows = (text: string) => Number(db.prepare(`SELECT count(*) FROM ${text}`).pluck().get());
  const has = db.prepare("SELECT 1 FROM inbox WHERE instr(body, ?) > 0");
  const lost = poster.acknowledged.filter(({ wamid }) => has.get(`"${wamid}"`) === undefined);
  const unseen = poster.acknowledged.filter(({ wamid }) => rows(`log WHERE doc ->> '$.wamid' = '${wamid}'`) !== 1);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  db.close();
  const refused = poster.answered.filter(({ status }) => status === 503).length;
  const slowest = Math.max(...recoveries) / 1_000;
  say(
    "R11",
    `4 MB: full ${rounds} times; ${poster.acknowledged.length} webhooks taken, ${refused} refused with 503, otherwise ${poster.answered.length - poster.acknowledged.length - refused + poster.broken}; lost ${lost.length}, without or with more than one effect ${unseen.length}; back after at most ${slowest.toFixed(2)} s`,
  );
  expect(poster.acknowledged.length + refused).toBe(poster.answered.length);
  expect(poster.broken).toBe(0);
  expect(lost.concat(unseen)).toEqual([]);
  for (const took of recoveries) expect(took).toBeLessThan(RECOVERS_WITHIN);

  // And it stops in peace while there is no space.
  fill(ballast);
  expect(await server.kill("SIGTERM")).toBe(0);
  expect(server.errors).toBe("");
});

function canMount(): boolean {
  const where = mkdtempSync(join(tmpdir(), "sluice-mount-"));
  try {
    return spawnSync("unshare", ["-rm", "sh", "-c", `${MOUNT} "$0"`, where]).status === 0;
  } finally {
    rmSync(where, { recursive: true });
  }
}

/** Until nothing more fits. */
function fill(ballast: string): void {
  for (let piece = 65_536; piece >= 4_096; ) {
    try {
      appendFileSync(ballast, Buffer.alloc(piece));
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOSPC") throw error;
      piece /= 2;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
