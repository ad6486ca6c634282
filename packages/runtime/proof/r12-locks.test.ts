/**
 * R12: another process holds the database's write lock, for moments and for long, while webhooks come and people talk. What
 * waits less than two seconds waits; after that it is 503, so that WhatsApp keeps it. Nothing is lost or done twice, and
 * when the lock is free the server goes on by itself.
 *
 * Mutations it was seen to fail with: no waiting for the lock; waiting for 30 seconds; a lock that counts as an error of
 * the one write and not as a refusal.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { DatabaseFile } from "./killing/database.ts";
import { HELP } from "./killing/flows.ts";
import { Person, type Surroundings } from "./killing/people.ts";
import { LivingWhatsApp } from "./killing/whatsapp.ts";
import { Poster, percentile } from "./support/posted.ts";
import { ofProfile, say } from "./support/profile.ts";
import { ServerProcess } from "./support/server-process.ts";

/** Seconds for which the lock is held. */
const HOLDS = ofProfile([0.3, 1, 4], [0, 0.1, 0.5, 1, 1.5, 2.5, 4, 8, 15, 30]);

/** Seconds: two of its own, two behind another write that waits, and room for a loaded machine. */
const REFUSED_WITHIN = 10;

let folder: string;
let whatsapp: LivingWhatsApp;
let server: ServerProcess | null = null;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-locked-"));
  whatsapp = await LivingWhatsApp.start();
});
afterEach(async () => {
  await server?.kill("SIGKILL");
  await whatsapp.close();
  rmSync(folder, { recursive: true, force: true });
});

test("R12 another process holds the lock", async () => {
  const path = join(folder, "sluice.db");
  const { credentials } = whatsapp.served.emulator;
  server = new ServerProcess({
    database: path,
    credentials,
    graphUrl: whatsapp.served.url,
    environment: { LOG_LEVEL: "fatal" },
  });
  const url = (await server.url) ?? "";
  await call(url, "POST", "/api/flows/import", HELP);
  expect((await call(url, "POST", "/api/flows/help/publish", { force: true, reason: "proof" })).status).toBe(200);
  await call(url, "PATCH", `/api/channels/wa-${credentials.phoneNumberId}`, { perSecond: 10_000 });
  whatsapp.callback = url;
  let calmSince: number | null = null;
  const around: Surroundings = { server: () => url, calmSince: () => calmSince };
  const people: Person[] = [];
  const stories: Promise<void>[] = [];
  const poster = new Poster(() => url, credentials.appSecret);
  const flood = poster.flood(ofProfile(20, 100));
  for (const hold of HOLDS) {
    for (let count = 0; count < 5; count += 1) {
      const person = new Person(whatsapp.world, around, String(5_511_700_000_000 + people.length), "help");
      people.push(person);
      stories.push(person.play());
    }
    await pause(200);
    const from = poster.answered.length;
    const other = new Database(path, { timeout: 10_000 });
    other.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    await pause(hold * 1_000);
    other.exec("ROLLBACK");
    const held = (performance.now() - began) / 1_000;
    other.close();
    const released = performance.now();
    const back = () => poster.acknowledged.find(({ at }) => at > released) ?? null;
    const first = await eventually(
      "a webhook that is taken",
      async () => back(),
      (one) => one !== null,
      20_000,
    );
    await pause(500);
    const answered = poster.answered.slice(from);
    const refused = answered.filter(({ status }) => status === 503).map(({ took }) => took / 1_000);
    say(
      "R12",
      `held ${held.toFixed(1)} s: ${answered.length - refused.length} taken, ${refused.length} refused${refused.length > 0 ? ` after ${Math.min(...refused).toFixed(1)} to ${Math.max(...refused).toFixed(1)} s (median ${percentile(refused, 50).toFixed(1)})` : ""}; taken again ${(((first?.at ?? 0) - released) / 1_000).toFixed(2)} s after it was free`,
    );
    if (held < 1.6) expect(refused).toEqual([]);
    if (held > 3) expect(refused.length).toBeGreaterThan(0);
    expect(Math.max(0, ...refused)).toBeLessThan(REFUSED_WITHIN);
    await whatsapp.redeliver();
  }
  await flood.end();
  await whatsapp.redeliver();
  calmSince = performance.now();
  await Promise.all(stories);
  const file = new DatabaseFile(path);
  await eventually(
    "an empty inbox",
    async () => file.pendingInbox(),
    (pending) => pending === 0,
    20_000,
  );
  expect(await server.kill("SIGTERM")).toBe(0);

  const db = new Database(path);
  const count = (rows: string) => Number(db.prepare(`SELECT count(*) FROM ${rows}`).pluck().get());
  const unseen = poster.acknowledged.filter(({ wamid }) => count(`log WHERE doc ->> '$.wamid' = '${wamid}'`) !== 1);
  const unknown = count("messages WHERE unknown = 1");
  db.close();
  const missed = people.filter((person) => person.missed !== null);
  const doubled = people.filter((person) => new Set(person.shown()).size < person.shown().length);
  say(
    "R12",
    `${poster.acknowledged.length} webhooks taken, without or with more than one effect ${unseen.length}; ${people.length} people, ${missed.length} missed something, ${doubled.length} got something twice, unknown ${unknown}`,
  );
  expect(
    [...new Set(poster.answered.map(({ status }) => status))].filter((status) => status !== 200 && status !== 503),
  ).toEqual([]);
  expect([poster.broken, unseen.length, missed.length, doubled.length, unknown]).toEqual([0, 0, 0, 0, 0]);
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
