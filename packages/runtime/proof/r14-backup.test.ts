/**
 * R14: a copy of the database made while it is written to is whole and has all that was acknowledged before it was begun; put
 * back, it sends nothing until a person says so; and who was erased after it was made is erased from it.
 *
 * Mutations it was seen to fail with: restore without pausing the channels; eraseAgain that finds nobody, at a restore
 * and at a start; erasures that are not written to the list; a copy of the file in the place of an online backup.
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backupDatabase, restoreDatabase } from "../src/store/sqlite/backup.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { contactWith, conversation, incoming, load, NOW, turn } from "../src/store/test-samples.ts";
import { call, eventually } from "../src/test-support/api.ts";
import { fillSchema, SCHEMAS } from "./disk/schemas.ts";
import { HELP } from "./killing/flows.ts";
import { LivingWhatsApp } from "./killing/whatsapp.ts";
import { Poster, percentile } from "./support/posted.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";

let folder: string;
let path: string;
let copy: string;
let servers: ServerProcess[] = [];
let whatsapp: LivingWhatsApp | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-copies-"));
  path = join(folder, "main", "sluice.db");
  copy = join(folder, "copy.db");
});
afterEach(async () => {
  for (const server of servers) await server.kill("SIGKILL");
  servers = [];
  await whatsapp?.close();
  whatsapp = null;
  rmSync(folder, { recursive: true, force: true });
});

/** `sluice backup`, in a process of its own; its exit code. */
function command(name: string, file: string): Promise<number | null> {
  const cli = join(import.meta.dirname, "..", "src", "cli.ts");
  const child = spawn(process.execPath, ["--conditions=source", "--no-warnings", cli, name, file], {
    env: { PATH: process.env["PATH"], DATABASE_URL: `file:${path}` },
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

function start(database: string): ServerProcess {
  const server = new ServerProcess(
    whatsapp
      ? { database, credentials: whatsapp.served.emulator.credentials, graphUrl: whatsapp.served.url }
      : { database, credentials: ACCOUNT, graphUrl: ACCOUNT.apiUrl },
  );
  servers.push(server);
  return server;
}

describe("R14 backup", () => {
  test("made under load: whole, with all that was acknowledged before it was begun", async () => {
    const messages = ofProfile(20_000, 1_000_000);
    mkdirSync(join(folder, "main"));
    const filled = new Database(path);
    filled.pragma("journal_mode = WAL");
    fillSchema(filled, SCHEMAS.length, messages);
    filled.close();
    const url = await start(path).url;
    const poster = new Poster(() => url);
    const perSecond = ofProfile(100, 500);
    const flood = poster.flood(perSecond);
    await eventually(
      "the first answers",
      async () => poster.acknowledged.length,
      (count) => count > perSecond / 2,
    );
    const began = performance.now();
    expect(await command("backup", copy)).toBe(0);
    const ended = performance.now();
    await flood.end();

    const before = poster.acknowledged.filter(({ at }) => at < began);
    const during = poster.acknowledged.filter(({ at }) => at >= began && at <= ended + 100);
    const db = new Database(copy, { readonly: true });
    const has = db.prepare("SELECT 1 FROM inbox WHERE instr(body, ?) > 0");
    const lost = before.filter(({ wamid }) => has.get(`"${wamid}"`) === undefined);
    const sound = db.pragma("integrity_check", { simple: true });
    const rows = db.prepare("SELECT count(*) FROM messages").pluck().get();
    db.close();
    const slowest = percentile(
      during.map(({ took }) => took),
      99,
    );
    say(
      "R14",
      `copied ${(statSync(copy).size / 1e6).toFixed(0)} MB in ${((ended - began) / 1_000).toFixed(2)} s at ${perSecond} webhooks/s: ${before.length} acknowledged before, lost ${lost.length}; ${during.length} meanwhile, 99th ${slowest.toFixed(0)} ms; integrity ${sound}`,
    );
    expect(poster.answered.filter(({ status }) => status !== 200)).toEqual([]);
    expect([sound, rows]).toEqual(["ok", messages]);
    expect(before.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
  });

  test("put back, it sends nothing until somebody resumes", async () => {
    whatsapp = await LivingWhatsApp.start();
    const { world } = whatsapp;
    const sent = () => world.messages.all().filter(({ direction }) => direction === "from-business").length;
    const first = start(path);
    const origin = (await first.url) ?? "";
    await call(origin, "POST", "/api/flows/import", HELP);
    await call(origin, "POST", "/api/flows/help/publish", { force: true, reason: "proof" });
    const secret = whatsapp.served.emulator.credentials.appSecret;
    let url: string | null = origin;
    const poster = new Poster(() => url, secret);
    const says = async (text: string) => {
      for (let person = 0; person < 20; person += 1) await poster.post(text);
    };
    await says("help");
    await eventually(
      "questions",
      async () => sent(),
      (count) => count >= 20,
      20_000,
    );
    // A pause of a second begins for everybody, so timers are due and messages wait when the copy is put back.
    await says("A person");
    await backupDatabase(path, copy);
    await first.kill("SIGKILL");

    const elsewhere = join(folder, "elsewhere", "sluice.db");
    await restoreDatabase(copy, elsewhere, { force: false, now: Date.now() });
    const second = start(elsewhere);
    url = await second.url;
    const atFirst = sent();
    await says("help");
    await eventually(
      "an empty inbox",
      () => count(elsewhere, "inbox WHERE pending = 1"),
      (rows) => rows === 0,
    );
    await new Promise((resolve) => setTimeout(resolve, ofProfile(2_000, 30_000)));
    const quiet = sent() - atFirst;
    const waiting = await count(elsewhere, "messages WHERE state = 'queued'");
    await call(url ?? "", "POST", `/api/channels/wa-${whatsapp.served.emulator.credentials.phoneNumberId}/resume`);
    await eventually(
      "sends after the release",
      async () => sent() - atFirst,
      (sends) => sends > 0,
      20_000,
    );
    say(
      "R14",
      `restored: ${waiting} messages waited, ${quiet} sent before the release, ${sent() - atFirst} soon after it`,
    );
    expect(waiting).toBeGreaterThan(0);
    expect(quiet).toBe(0);
  });
});

describe("R14 the erase list", () => {
  test.each(seeds(...ofProfile([1], [1, 2, 3, 4, 5, 6, 7, 8])))(
    "who was erased after the copy is erased from it, seed %i",
    async (seed) => {
      const random = new Random(seed);
      const crowd = Array.from({ length: ofProfile(60, 400) }, (_, index) => ({
        phone: `+5521988${String(index).padStart(6, "0")}`,
        secret: `secret of ${index} end`,
      }));
      const store = openSqliteStore(path);
      for (const person of crowd) await talk(store, person, random.chance(0.3));
      const early = random.shuffled(crowd).slice(0, 5);
      for (const { phone } of early) await erase(store, phone);
      // Some of them came back before the copy was made: they are not erased again.
      const back = early.slice(0, 2);
      for (const person of back) await talk(store, person, false);
      await backupDatabase(path, copy);

      const later = crowd.filter((person) => !early.includes(person) && random.chance(0.3));
      const stopped: string[] = [];
      for (const person of later) {
        const { ledger } = (await loaded(store, person.phone)).state;
        if (ledger.stoppedByWordAt !== null) stopped.push(person.phone);
        await erase(store, person.phone);
      }
      await store.close();

      // On another machine, with the newest list beside the copy; and where it came from, with the list that is there.
      const elsewhere = join(folder, "elsewhere", "sluice.db");
      copyFileSync(copy, join(folder, "older.db"));
      copyFileSync(`${path}.erased`, join(folder, "older.db.erased"));
      for (const [file, database] of [
        [join(folder, "older.db"), elsewhere],
        [copy, path],
      ] as const) {
        const { erased } = await restoreDatabase(file, database, { force: true, now: NOW });
        expect(erased).toBe(later.length);
      }

      // And a copy that was put in its place by hand, with the newer list beside it.
      const byHand = join(folder, "hand", "sluice.db");
      await restoreDatabase(copy, byHand, { force: false, now: NOW });
      copyFileSync(`${path}.erased`, `${byHand}.erased`);
      const started = start(byHand);
      expect(await started.url).not.toBeNull();
      await started.kill("SIGTERM");

      for (const database of [elsewhere, path, byHand]) {
        const files = filesOf(database);
        const gone = [...later, ...early.filter((person) => !back.includes(person))];
        const left = gone.filter(({ phone, secret }) => files.includes(secret) || files.includes(phone.slice(1)));
        expect(left).toEqual([]);
        const kept = crowd.filter((person) => !gone.includes(person));
        expect(kept.filter(({ secret }) => !files.includes(secret))).toEqual([]);
        const again = openSqliteStore(database);
        for (const { phone } of later) {
          await contactWith(again, phone);
          const isStopped = (await loaded(again, phone)).state.ledger.stoppedByWordAt !== null;
          expect([phone, isStopped]).toEqual([phone, stopped.includes(phone)]);
        }
        await again.close();
      }
      say(
        "R14",
        `seed ${seed}: ${crowd.length} people, ${early.length} erased before the copy (${back.length} came back), ${later.length} after it; found in the restored files 0, stops kept ${stopped.length}`,
      );
    },
  );
});

async function talk(store: Store, person: { phone: string; secret: string }, stops: boolean): Promise<void> {
  const contact = await contactWith(store, person.phone);
  const { state } = await load(store, contact);
  const wamid = `wamid.${Buffer.from(`${person.phone.slice(1)} ${state.ledger.stoppedByWordAt}`).toString("base64")}`;
  const message = { ...incoming(wamid, person.secret), from: { phone: person.phone } };
  await store.appendInbox([
    {
      id: `in${person.phone}${await store.hasEvent(wamid)}`,
      receivedAt: NOW,
      body: Buffer.from(JSON.stringify(message).replace("+", "")),
    },
  ]);
  await turn(
    store,
    contact,
    {
      conversations: [conversation({ lastText: person.secret })],
      ...(stops ? { ledger: { ...state.ledger, stoppedByWordAt: NOW } } : {}),
    },
    { eventKey: wamid, inbound: { channel: "ch1", message, takenBy: null } },
  );
}

async function erase(store: Store, phone: string): Promise<void> {
  const contact = (await store.findContact({ phone })) ?? "";
  const pending = (await store.pendingInbox(10_000)).map(({ id }) => id);
  await store.finishInbox(pending);
  expect(await store.eraseContact(contact, NOW)).toMatchObject({ webhooks: expect.any(Number) });
}

async function loaded(store: Store, phone: string) {
  return load(store, (await store.findContact({ phone })) ?? "");
}

/** All bytes of the database and what lies beside it. */
function filesOf(database: string): Buffer {
  const beside = readdirSync(join(database, "..")).map((name) => readFileSync(join(database, "..", name)));
  return Buffer.concat(beside);
}

async function count(database: string, rows: string): Promise<number> {
  const db = new Database(database, { readonly: true });
  try {
    return db.prepare<[], number>(`SELECT count(*) FROM ${rows}`).pluck().get() ?? -1;
  } finally {
    db.close();
  }
}
