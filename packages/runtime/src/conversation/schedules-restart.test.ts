/** What becomes of scheduled starts when the program was away, or died while it reached people. On a database file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flowOf } from "../http/test-server.ts";
import { type RunningServer, startServer } from "../server.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { call } from "../test-support/api.ts";

const PHONE = "+5511900000301";
let folder: string;
let server: RunningServer;

const database = () => join(folder, "sluice.db");
const api = (method: string, path: string, body?: unknown) => call(server.url, method, path, body);
const control = (method: string, path: string, body?: unknown) =>
  call(server.url, method, `/emulator/_control${path}`, body);

async function start(): Promise<void> {
  const config = {
    port: 0,
    host: "127.0.0.1",
    database: database(),
    publicUrl: null,
    logLevel: "silent",
    whatsapp: null,
  };
  server = await startServer(config, { editor: null, examples: folder });
}

/** Stops, changes what is stored, and starts again. */
async function away(change: { hours?: number; begun?: (saved: string) => string }): Promise<void> {
  await server.stop();
  const store = await openSqliteStore(database());
  if (change.hours) {
    const ahead = Number((await store.setting("demo-clock-ahead")) ?? 0);
    await store.saveSetting("demo-clock-ahead", String(ahead + change.hours * 3_600_000));
  }
  const begun = await store.setting("schedule:f/in");
  if (begun && change.begun) await store.saveSetting("schedule:f/in", change.begun(begun));
  await store.close();
  await start();
}

async function starts(): Promise<number> {
  const { body } = await api("GET", `/api/contacts?search=${encodeURIComponent(PHONE)}`);
  const timeline = await api("GET", `/api/contacts/${body.items[0].id}/timeline?limit=200`);
  return timeline.body.items.filter((item: { sentence?: string }) => item.sentence?.includes("by its schedule")).length;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "schedules-"));
  await start();
  await control("POST", "/inbound", { from: PHONE, text: "hi" });
  const trigger = { kind: "schedule", rrule: "FREQ=DAILY;BYHOUR=0,3,6,9;BYMINUTE=0", timeZone: "UTC" };
  const flow = flowOf(
    "f",
    [
      { id: "in", type: "entry", config: { trigger } },
      { id: "done", type: "end", config: {} },
    ],
    [["in", "next", "done"]],
  );
  await api("POST", "/api/flows", { document: flow });
  await api("POST", "/api/flows/f/publish", { force: true, reason: "a test" });
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** To half past three at night: three o'clock has passed since the flow was published. */
async function afterOne(): Promise<void> {
  const { now } = (await control("GET", "/clock")).body;
  const tomorrow = new Date(Date.parse(now) + 86_400_000).toISOString().slice(0, 10);
  await control("POST", "/clock", { set: `${tomorrow}T02:30:00Z` });
  const before = await starts();
  await control("POST", "/clock", { set: `${tomorrow}T03:30:00Z` });
  expect(await starts()).toBe(before + 1);
}

test("an occurrence less than an hour past is made up for, an older one is left out", async () => {
  await afterOne();
  const before = await starts();
  // Half past nine: six o'clock was long ago, nine o'clock just now.
  await away({ hours: 6 });
  await expect.poll(starts).toBe(before + 1);
});

test("one that is long past starts nobody", async () => {
  await afterOne();
  const before = await starts();
  // Half past eight.
  await away({ hours: 5 });
  await control("POST", "/clock", { advance: "PT1M" });
  expect(await starts()).toBe(before);
  await control("POST", "/clock", { advance: "PT30M" });
  expect(await starts()).toBe(before + 1);
});

test("who was reached before it died is not started again", async () => {
  await afterOne();
  const before = await starts();
  await away({ begun: (saved) => saved.replace('"done":true', '"done":false') });
  await control("POST", "/clock", { advance: "PT1M" });
  expect(await starts()).toBe(before);
});

test("who was not reached before it died is started", async () => {
  await afterOne();
  await control("POST", "/inbound", { from: "+5511900000302", text: "hi" });
  await away({ begun: (saved) => saved.replace('"done":true', '"done":false') });
  const { body } = await api("GET", `/api/contacts?search=${encodeURIComponent("+5511900000302")}`);
  const second = async () =>
    (await api("GET", `/api/contacts/${body.items[0].id}/timeline?limit=200`)).body.items.filter(
      (item: { sentence?: string }) => item.sentence?.includes("by its schedule"),
    ).length;
  await expect.poll(second).toBe(1);
});
