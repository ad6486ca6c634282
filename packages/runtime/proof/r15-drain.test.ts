/**
 * R15: SIGTERM, again and again, in the middle of work: people write all the time, answers and timers are under way, the API
 * starts flows, and each life of the server is told to end after a moment. It ends with 0 within ten seconds, leaves nothing
 * in flight and nothing unknown, and tells the editors that are connected. In the end everybody who wrote, and everybody
 * whose start was acknowledged, got each message exactly once.
 *
 * Mutations it was seen to fail with: a stop that does not wait for the outbox; one that does not say good-bye.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiveInbound } from "@sluice/emulator/inbound";
import { SECOND } from "@sluice/shared/time/duration";
import { io } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { DatabaseFile } from "./killing/database.ts";
import { CAMPAIGN } from "./killing/flows.ts";
import { LivingWhatsApp } from "./killing/whatsapp.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { ServerProcess } from "./support/server-process.ts";

const MOST = 10 * SECOND;
const GREETING = "Good day.";
const LATER = "And a good evening.";

const GREET = {
  formatVersion: 1,
  id: "greet",
  name: "Greet",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    { id: "now", type: "text", config: { text: GREETING } },
    { id: "wait", type: "delay", config: { duration: "PT1S" } },
    { id: "later", type: "text", config: { text: LATER } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "now" },
    { id: "e2", source: "now", sourceHandle: "next", target: "wait" },
    { id: "e3", source: "wait", sourceHandle: "next", target: "later" },
  ],
};

describe("R15 a drain under load", () => {
  let folder: string;
  let whatsapp: LivingWhatsApp;
  let server: ServerProcess | null = null;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "sluice-drains-"));
    whatsapp = await LivingWhatsApp.start();
  });
  afterEach(async () => {
    if (server?.child.exitCode === null) await server.kill("SIGKILL");
    await whatsapp.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(seeds())("seed %i", async (seed) => {
    const random = new Random(seed);
    const database = join(folder, "sluice.db");
    const file = new DatabaseFile(database);
    let url: string | null = null;
    let redelivering: Promise<unknown> = Promise.resolve();
    const live = async () => {
      const { credentials } = whatsapp.served.emulator;
      server = new ServerProcess({ database, credentials, graphUrl: whatsapp.served.url });
      url = await server.url;
      whatsapp.callback = url;
      redelivering = Promise.all([redelivering, whatsapp.redeliver()]);
      return server;
    };

    const first = await live();
    const channel = `/api/channels/wa-${whatsapp.served.emulator.credentials.phoneNumberId}`;
    expect((await call(url ?? "", "PATCH", channel, { perSecond: 1_000 })).status).toBe(200);
    for (const document of [GREET, CAMPAIGN]) {
      expect((await call(url ?? "", "POST", "/api/flows", { document })).status).toBe(201);
      const forced = { force: true, reason: "a proof" };
      expect((await call(url ?? "", "POST", `/api/flows/${document.id}/publish`, forced)).status).toBe(200);
    }
    expect(await first.kill("SIGTERM")).toBe(0);
    whatsapp.world.faults.set([{ path: "*/messages", delay: 100 }], seed);

    // People write all the time, less while nobody is there; our own backend starts flows.
    const wrote: string[] = [];
    const started: string[] = [];
    let isOpen = true;
    const crowd = (async () => {
      while (isOpen) {
        const waId = String(5_511_900_000_000 + wrote.length);
        wrote.push(waId);
        const contact = whatsapp.world.contacts.getOrCreate(waId);
        void receiveInbound(whatsapp.world, contact, { content: { kind: "text", text: "hello" } });
        await pause(url === null ? 200 : random.whole(10, 40));
      }
    })();
    const backend = (async () => {
      for (let count = 0; isOpen; count += 1) {
        const waId = String(5_511_800_000_000 + count);
        if (url !== null && (await start(url, waId))) started.push(waId);
        await pause(random.whole(40, 120));
      }
    })();

    const drains = ofProfile(8, 200);
    const took: number[] = [];
    const ends: unknown[] = [];
    const left: string[] = [];
    let told = 0;
    for (let drain = 0; drain < drains; drain += 1) {
      const life = await live();
      const editor = io(url ?? "", { transports: ["websocket"], reconnection: false });
      editor.on("stopping", () => {
        told += 1;
      });
      await new Promise((resolve, reject) => {
        editor.once("connect", () => resolve(null));
        editor.once("connect_error", reject);
      });
      await pause(random.whole(20, 700));
      const began = performance.now();
      ends.push(await life.kill("SIGTERM"));
      took.push(performance.now() - began);
      url = null;
      whatsapp.callback = null;
      editor.close();
      left.push(...file.inflight(), ...file.unknown());
      expect(life.errors).toBe("");
    }
    isOpen = false;
    await Promise.all([crowd, backend]);
    const last = await live();
    await redelivering;
    await whatsapp.redeliver();
    const wrong = () => [
      ...wrote.filter((waId) => shownTo(waId).join("|") !== `${GREETING}|${LATER}`),
      ...started.filter((waId) => shownTo(waId).length !== 1),
    ];
    const missing = await eventually(
      "every answer",
      async () => wrong(),
      (waIds) => waIds.length === 0,
      30_000,
    ).catch(wrong);
    const unknown = file.unknown();
    say(
      "R15",
      `seed ${seed}: ${drains} drains under load, at most ${Math.round(Math.max(...took))} ms; ${wrote.length} people wrote, ${started.length} starts acknowledged; left in flight ${left.length}, unknown ${unknown.length}, without their messages, each once ${missing.length}; ${told} editors were told`,
    );
    expect(ends).toEqual(ends.map(() => 0));
    expect(Math.max(...took)).toBeLessThan(MOST);
    expect([left, unknown, missing.slice(0, 5)]).toEqual([[], [], []]);
    expect(told).toBe(drains);
    expect(wrote.length).toBeGreaterThan(drains);
    expect(await last.kill("SIGTERM")).toBe(0);
  });

  function shownTo(waId: string): string[] {
    return whatsapp.world.messages
      .of(waId)
      .filter(({ direction, status }) => direction === "from-business" && status !== "failed")
      .map(({ shown }) => shown.text ?? "");
  }

  async function start(url: string, waId: string): Promise<boolean> {
    try {
      const contact = { phone: `+${waId}` };
      const headers = { "idempotency-key": waId };
      return (await call(url, "POST", "/api/flows/campaign/start", { contact }, headers)).status < 300;
    } catch {
      return false;
    }
  }
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
