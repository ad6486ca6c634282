/**
 * R15: SIGTERM in the middle of work. The process ends with 0 within ten seconds; afterwards, on the same database, everybody
 * got exactly one answer and no outcome is unknown, unless WhatsApp itself never answered. Mutation seen to fail: a stop
 * that does not wait for the outbox leaves unknown outcomes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServedEmulator, serveEmulator } from "@sluice/emulator/serve";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, eventually } from "./test-support/api.ts";

const main = join(dirname(fileURLToPath(import.meta.url)), "main.ts");
const PEOPLE = Array.from({ length: 30 }, (_, index) => `+55119000003${String(index).padStart(2, "0")}`);
const flow = {
  formatVersion: 1,
  id: "hello",
  name: "Hello",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } },
    { id: "say", type: "text", config: { text: "Good day" } },
  ],
  edges: [{ id: "e1", source: "in", sourceHandle: "next", target: "say" }],
};

let folder: string;
let emulator: ServedEmulator;
let child: ChildProcess | null = null;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-drain-"));
  emulator = await serveEmulator({ port: 0 });
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(port = 0): Promise<void> {
  const { credentials } = emulator.emulator;
  const started = spawn(process.execPath, ["--conditions=source", "--no-warnings", main], {
    env: {
      PATH: process.env["PATH"],
      PORT: String(port),
      LOG_LEVEL: "error",
      DATABASE_URL: `file:${join(folder, "s.db")}`,
      WHATSAPP_PHONE_NUMBER_ID: credentials.phoneNumberId,
      WHATSAPP_WABA_ID: credentials.wabaId,
      WHATSAPP_TOKEN: credentials.token,
      WHATSAPP_APP_SECRET: credentials.appSecret,
      WHATSAPP_VERIFY_TOKEN: credentials.verifyToken,
      WHATSAPP_API_URL: emulator.url,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  let said = "";
  started.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await eventually(
    "the start",
    async () => said,
    (text) => text.includes("localhost:"),
    15_000,
  );
  url = `http://127.0.0.1:${/localhost:(\d+)/.exec(said)?.[1]}`;
  emulator.emulator.world.callback = `${url}/webhooks/whatsapp`;
}

async function publish(): Promise<void> {
  expect((await call(url, "POST", "/api/flows", { document: flow })).status).toBe(201);
  expect((await call(url, "POST", "/api/flows/hello/publish")).status).toBe(200);
}

async function control(method: string, path: string, body?: unknown): Promise<void> {
  const { status, body: said } = await call(emulator.url, method, `/_control${path}`, body);
  if (status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(said)}`);
}

/** How it ended, and after how many milliseconds. */
async function stop(...signals: NodeJS.Signals[]): Promise<{ code: number | null; took: number }> {
  const begun = performance.now();
  const ended = once(child as ChildProcess, "exit");
  for (const signal of signals) {
    child?.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [code] = await ended;
  child = null;
  return { code: code as number | null, took: performance.now() - begun };
}

const answersTo = (phone: string) =>
  emulator.emulator.world.messages.of(phone.slice(1)).filter((message) => message.direction === "from-business").length;
const unknown = async () => (await call(url, "GET", "/api/overview")).body.unknown as number;

describe("R15: a drain", () => {
  test.each([0, 60, 200])("%i ms into a burst loses nothing and leaves nothing unknown", async (after) => {
    await start();
    await publish();
    await control("PUT", "/faults", { rules: [{ path: "*/messages", delay: "PT0.15S" }] });
    const written = PEOPLE.map((from) => control("POST", "/inbound", { from, text: "hello" }));
    await new Promise((resolve) => setTimeout(resolve, after));
    const { code, took } = await stop("SIGTERM");
    expect(code).toBe(0);
    expect(took).toBeLessThan(10_000);

    await start(Number(new URL(url).port));
    expect(await unknown()).toBe(0);
    await Promise.all(written);
    // WhatsApp delivers again what was not answered; its clock is what it waits by.
    await control("POST", "/clock", { advance: "PT1H" });
    await eventually(
      "an answer for everybody",
      async () => PEOPLE.map(answersTo),
      (all) => all.every((n) => n > 0),
      15_000,
    );
    expect(PEOPLE.map(answersTo)).toEqual(PEOPLE.map(() => 1));
    expect(await unknown()).toBe(0);
  });

  test("does not wait for ever for WhatsApp; what it never answered is unknown, and not sent again", async () => {
    await start();
    await publish();
    await control("PUT", "/faults", { rules: [{ path: "*/messages", delay: "PT60S" }] });
    const [from] = PEOPLE as [string];
    await control("POST", "/inbound", { from, text: "hello" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { code, took } = await stop("SIGTERM");
    expect([code, took < 10_000]).toEqual([0, true]);
    await control("PUT", "/faults", { rules: [] });
    await start();
    expect(await unknown()).toBe(1);
    expect(answersTo(from)).toBeLessThanOrEqual(1);
  });

  test("a second signal ends it at once", async () => {
    await start();
    await publish();
    await control("PUT", "/faults", { rules: [{ path: "*/messages", delay: "PT60S" }] });
    await control("POST", "/inbound", { from: PEOPLE[0], text: "hello" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { code, took } = await stop("SIGTERM", "SIGTERM");
    expect([code, took < 2_000]).toEqual([1, true]);
  });
});
