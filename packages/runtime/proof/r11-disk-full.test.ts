/**
 * R11: the disk has no space left, or turns read-only, under load, again and again: the whole server in this process, its
 * database on a disk that refuses every change. Webhooks get 503 and nothing else, the process lives, nothing that was
 * acknowledged is lost or done twice, and within five seconds of space it goes on by itself.
 *
 * SQLite's WebAssembly build on a disk of our own (see R2); r11-small-disk.test.ts does it with the driver and a real
 * file system of two megabytes, where the machine lets it make one.
 *
 * Mutations it was seen to fail with: 200 also when the inbox was not stored; an inbox that is not taken up again after a
 * refusal; a stop that needs space.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RunningServer, startServer } from "../src/server.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { call, eventually } from "../src/test-support/api.ts";
import { mount } from "./disk/disk-vfs.ts";
import { JournaledDisk } from "./disk/journaled-disk.ts";
import { Database, overruled } from "./disk/wasm-driver.ts";
import { HELP } from "./killing/flows.ts";
import { Person, type Surroundings } from "./killing/people.ts";
import { LivingWhatsApp } from "./killing/whatsapp.ts";
import { Poster } from "./support/posted.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";

vi.mock("better-sqlite3", async () => ({ default: (await import("./disk/wasm-driver.ts")).Database }));

/** Milliseconds in which it has to take webhooks again. */
const RECOVERS_WITHIN = 5_000;

let folder: string;
let whatsapp: LivingWhatsApp;
let server: RunningServer | null = null;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-full-"));
  whatsapp = await LivingWhatsApp.start();
  overruled.clear();
  overruled.set("wal_autocheckpoint", "100");
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await whatsapp.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(seeds(...ofProfile([], [1, 2, 3, 4, 5])))("R11 no space, and read-only, seed %i", async (seed) => {
  const random = new Random(seed);
  const disk = new JournaledDisk(new Map(), false);
  mount(disk);
  const { credentials } = whatsapp.served.emulator;
  server = await startServer(
    {
      port: 0,
      host: "127.0.0.1",
      database: join(folder, "sluice.db"),
      publicUrl: null,
      logLevel: "silent",
      whatsapp: { ...credentials, apiUrl: whatsapp.served.url, apiVersion: "v25.0" },
    },
    { editor: null, examples: folder },
  );
  const { url } = server;
  const db = Database.last as Database;
  await call(url, "POST", "/api/flows/import", HELP);
  expect((await call(url, "POST", "/api/flows/help/publish", { force: true, reason: "proof" })).status).toBe(200);
  await call(url, "PATCH", `/api/channels/wa-${credentials.phoneNumberId}`, { perSecond: 10_000 });
  whatsapp.callback = url;

  let calmSince: number | null = null;
  const around: Surroundings = { server: () => url, calmSince: () => calmSince };
  const people: Person[] = [];
  const stories: Promise<void>[] = [];
  const poster = new Poster(() => url, credentials.appSecret);
  const flood = poster.flood(ofProfile(40, 150), 1_500);
  const recoveries: number[] = [];
  const rounds = ofProfile(3, 10);
  for (let round = 0; round < rounds; round += 1) {
    for (let count = 0; count < 5; count += 1) {
      const person = new Person(whatsapp.world, around, String(5_511_800_000_000 + people.length), "help");
      people.push(person);
      stories.push(person.play());
    }
    await pause(random.whole(200, 900));
    await nextSend(whatsapp);
    const began = poster.answered.length;
    if (round % 2 === 0) disk.space = disk.used + (round === 0 ? 0 : random.whole(0, 40_000));
    else disk.isReadOnly = true;
    await eventually(
      "a refusal",
      async () => refused(poster, began),
      (refusals) => refusals > 0,
      20_000,
    );
    // On a full disk something small may still find room in the log.
    const ready = await call(url, "GET", "/readyz");
    if (disk.isReadOnly)
      expect([ready.status, JSON.stringify(ready.body)]).toEqual([503, expect.stringMatching(/cannot be written/)]);
    await pause(random.whole(500, ofProfile(1_500, 5_000)));
    expect((await call(url, "GET", "/livez")).status).toBe(200);

    disk.space = Number.POSITIVE_INFINITY;
    disk.isReadOnly = false;
    const since = performance.now();
    const back = () => poster.acknowledged.find(({ at, took }) => at - took > since);
    const first = await eventually(
      "a webhook that is taken again",
      async () => back() ?? null,
      (one) => one !== null,
    );
    recoveries.push((first?.at ?? 0) - since);
    expect((await call(url, "GET", "/readyz")).body.checks).toContainEqual({ name: "database", ok: true });
    await whatsapp.redeliver();
  }
  await flood.end();
  await whatsapp.redeliver();
  calmSince = performance.now();
  await Promise.all(stories);
  const count = (rows: string) => Number(db.prepare(`SELECT count(*) FROM ${rows}`).pluck().get());
  await eventually(
    "an empty inbox",
    async () => count("inbox WHERE pending = 1"),
    (rows) => rows === 0,
  );
  await whatsapp.double(100);
  for (const person of people) await person.says("help");
  await eventually(
    "answers",
    async () => people.filter((person) => person.shown().length < 2).length,
    (none) => none === 0,
  );

  const statuses = new Set(poster.answered.map(({ status }) => status));
  const has = db.prepare("SELECT 1 FROM inbox WHERE instr(body, ?) > 0");
  const lost = poster.acknowledged.filter(({ wamid }) => has.get(`"${wamid}"`) === undefined);
  const unseen = poster.acknowledged.filter(({ wamid }) => count(`log WHERE doc ->> '$.wamid' = '${wamid}'`) !== 1);
  const doubled = people.filter((person) => twice(person.shown()));
  const missed = people.filter((person) => person.missed !== null);
  const unknown = count("messages WHERE unknown = 1");
  const slowest = Math.max(...recoveries) / 1_000;
  say(
    "R11",
    `seed ${seed}: ${rounds} times refused; ${poster.acknowledged.length} webhooks taken, ${refused(poster, 0)} refused with 503, otherwise ${statuses.size - 2 + poster.broken}; lost ${lost.length}, without or with more than one effect ${unseen.length}; ${people.length} people, ${missed.length} missed something, ${doubled.length} got something twice, unknown ${unknown}; back after at most ${slowest.toFixed(2)} s`,
  );
  expect([...statuses].sort()).toEqual([200, 503]);
  expect(poster.broken).toBe(0);
  expect(lost.concat(unseen)).toEqual([]);
  expect([doubled.length, missed.map(({ missed: what }) => what), unknown]).toEqual([0, [], 0]);
  for (const took of recoveries) expect(took).toBeLessThan(RECOVERS_WITHIN);

  // It stops in peace on a disk that refuses, and the next start finds everything.
  await poster.post();
  disk.isReadOnly = true;
  await server.stop();
  server = null;
  disk.isReadOnly = false;
  await openSqliteStore(join(folder, "sluice.db")).close();
  const after = new Database(join(folder, "sluice.db"));
  expect(after.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const kept = after.prepare("SELECT 1 FROM inbox WHERE instr(body, ?) > 0");
  expect(poster.acknowledged.filter(({ wamid }) => kept.get(`"${wamid}"`) === undefined)).toEqual([]);
  after.close();
});

/** Resolves when WhatsApp has a message and its answer has not been read: what became of it cannot be written down then. */
async function nextSend({ world }: LivingWhatsApp): Promise<void> {
  const before = world.messages.all().length;
  const isNew = () =>
    world.messages
      .all()
      .slice(before)
      .some(({ direction }) => direction === "from-business");
  const end = performance.now() + 5_000;
  while (!isNew() && performance.now() < end) await new Promise(setImmediate);
}

function refused(poster: Poster, from: number): number {
  return poster.answered.slice(from).filter(({ status }) => status === 503).length;
}

/** Anything but the question of the second "help". */
function twice(texts: readonly string[]): boolean {
  const once = texts.filter((text) => text !== HELP_QUESTION);
  return new Set(once).size < once.length || texts.length - once.length > 2;
}

const HELP_QUESTION = "How can we help?";

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
