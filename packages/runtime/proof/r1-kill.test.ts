/**
 * R1: the server is killed with SIGKILL at named points, each time in the middle of traffic, and started again on the same
 * database; WhatsApp and the people live on. What was not answered 200 is delivered again, and much of the rest too. In the
 * end nothing that was acknowledged is lost, nothing was done or sent twice, each person's messages took effect in order,
 * an unknown outcome stands for a send that was in flight at a death, and everybody gets an answer.
 *
 * Mutations it was seen to fail with: resume() queueing in-flight attempts again; 200 before the commit of the inbox;
 * finishInbox before the turns; no event key in commitTurn.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { DatabaseFile } from "./killing/database.ts";
import { CAMPAIGN, HELP, HURRY, notice } from "./killing/flows.ts";
import { Person, type Story, type Surroundings } from "./killing/people.ts";
import { POINTS, type Point } from "./killing/points.ts";
import { LivingWhatsApp } from "./killing/whatsapp.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";

/** People who play their story at once. */
const CROWD = 8;
const STORIES: readonly Story[] = ["help", "help", "hurry", "campaign"];
/** A point that is not reached within this is a mistake in the list. */
const REACHED_WITHIN = 15_000;

let folder: string;
let whatsapp: LivingWhatsApp;
let server: ServerProcess | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-kill-"));
  whatsapp = await LivingWhatsApp.start();
});

afterEach(async () => {
  await server?.kill("SIGKILL");
  await whatsapp.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("R1 killed at named points", () => {
  test.each(
    seeds(
      ...ofProfile(
        [1],
        Array.from({ length: 25 }, (_, index) => index + 1),
      ),
    ).slice(0, ofProfile(1, 26)),
  )("seed %i", async (seed) => {
    const random = new Random(seed);
    const database = join(folder, "sluice.db");
    const file = new DatabaseFile(database);
    let url: string | null = null;
    let calmSince: number | null = null;
    const around: Surroundings = { server: () => url, calmSince: () => calmSince };
    const start = (point?: Point) => {
      const { name, visit = 1 } = point ?? { name: "" };
      server = new ServerProcess({
        database,
        credentials: whatsapp.served.emulator.credentials,
        graphUrl: whatsapp.served.url,
        ...(point ? { crashAt: `${name}:${visit}` } : {}),
      });
      return server;
    };

    // Everything is published by a run that lives.
    const first = start();
    url = await first.url;
    for (const flow of [HELP, HURRY, CAMPAIGN, notice(0)]) await publish(url ?? "", flow);
    // What was left over goes out at once after each kill: a question that has to be answered within a second cannot wait.
    expect(
      (await call(url ?? "", "PATCH", `/api/channels/wa-${ACCOUNT.phoneNumberId}`, { perSecond: 10_000 })).status,
    ).toBe(200);
    expect(await first.kill("SIGTERM")).toBe(0);

    const people: Person[] = [];
    const stories: Promise<void>[] = [];
    let isOpen = true;
    const crowd = (async () => {
      while (isOpen) {
        // Those who wait for an unknown outcome take nobody's place.
        if (people.filter((person) => !person.isDone).length < CROWD || random.chance(0.1)) {
          const waId = String(5_511_900_000_000 + people.length);
          const person = new Person(whatsapp.world, around, waId, random.pick(STORIES));
          people.push(person);
          stories.push(person.play());
        }
        await pause(random.whole(10, 60));
      }
    })();
    const notices = { acknowledged: 0, tried: 0 };
    const publisher = (async () => {
      while (isOpen) {
        await pause(150);
        if (url === null) continue;
        notices.tried += 1;
        if (await publishNext(url, notices.tried)) notices.acknowledged = notices.tried;
      }
    })();

    const inflight = new Set<string>();
    let mostInflight = 0;
    for (const point of points(random)) {
      const victim = start(point);
      url = await victim.url;
      if (url !== null) {
        whatsapp.callback = url;
        await whatsapp.redeliver();
        await whatsapp.double(random.whole(0, 6));
        if (point.whileStopping) {
          await pause(300);
          victim.child.kill("SIGTERM");
        }
      }
      const end = await Promise.race([victim.ended, pause(REACHED_WITHIN).then(() => "alive")]);
      url = null;
      whatsapp.callback = null;
      expect(`${point.name}: ${end}`).toBe(`${point.name}: SIGKILL`);
      expect(victim.errors).toBe("");
      const now = file.inflight();
      mostInflight = Math.max(mostInflight, now.length);
      expect(mostInflight).toBeLessThanOrEqual(people.length);
      for (const attempt of now) inflight.add(attempt);
    }
    isOpen = false;
    const last = start();
    url = await last.url;
    whatsapp.callback = url;
    await Promise.all([crowd, publisher]);
    await whatsapp.redeliver();
    calmSince = performance.now();
    await Promise.all(stories);
    expect(`${last.child.exitCode} ${last.child.signalCode} ${last.errors}`).toBe("null null ");
    await whatsapp.double(10_000);
    await eventually(
      "an empty inbox",
      async () => file.pendingInbox(),
      (pending) => pending === 0,
    );

    // Unknown is what was in flight at a death and nothing else; what WhatsApp took is known from its statuses.
    const unknown = file.unknown();
    expect(unknown.filter((attempt) => !inflight.has(attempt))).toEqual([]);
    const arrived = new Set(
      whatsapp.world.messages.all().map((message) => message.outgoing?.callbackData?.split(".")[0]),
    );
    expect(unknown.filter((attempt) => arrived.has(attempt))).toEqual([]);
    expect(file.inflight()).toEqual([]);

    // At most once: no message has two attempts that WhatsApp took, and no phone shows a thing twice.
    expect(file.sent().filter(({ attempts }) => attempts > 1)).toEqual([]);
    for (const person of people) expect(doubled(person.shown())).toEqual([]);

    // Nothing lost, nothing twice, in order.
    for (const person of people) expect(file.inbound(person.waId)).toEqual(person.wrote);

    // Whoever misses something misses it because of an unknown outcome.
    const unexplained = people.filter((person) => person.missed !== null && !file.hasUnknown(person.waId));
    expect(unexplained.map((person) => `missed "${person.missed}"\n${file.story(person.waId)}`)).toEqual([]);

    // What was published is what was acknowledged last, or what was under way.
    const flow = await call(url ?? "", "GET", "/api/flows/notice");
    const published = /number (\d+)/.exec(JSON.stringify(flow.body))?.[1];
    expect([notices.acknowledged, notices.tried].map(String)).toContain(published);

    // R20: a fresh message gets an answer.
    const silent: string[] = [];
    await Promise.all(
      people.map(async (person) => {
        const before = person.shown().length;
        await person.says("notice");
        if (!(await answered(person, before))) silent.push(file.story(person.waId));
      }),
    );
    expect(file.isSound()).toBe(true);
    expect(await last.kill("SIGTERM")).toBe(0);
    expect(last.errors).toBe("");
    say(
      "R1",
      `seed ${seed}: killed at ${POINTS.length} points, ${new Set(POINTS.map(({ name }) => name)).size} names; ${people.length} people, ${people.reduce((sum, person) => sum + person.wrote.length, 0)} messages in, ${people.reduce((sum, person) => sum + person.shown().length, 0)} out, ${whatsapp.acknowledged} webhooks; lost 0, doubled 0, in flight at a death ${inflight.size} (at most ${mostInflight} at once), unknown in the end ${unknown.length}, silent ${silent.length}`,
    );
    expect(silent).toEqual([]);
  });
});

/** On a landing as listed; in the long profile the visit is by chance. `PROOF_POINTS=send` takes those with "send" in the name. */
function points(random: Random): Point[] {
  return POINTS.filter(({ name }) => name.includes(process.env["PROOF_POINTS"] ?? "")).map((point) =>
    ofProfile(point, { ...point, visit: random.whole(1, point.visit ?? 2) }),
  );
}

async function publish(url: string, flow: { id: string }): Promise<void> {
  expect((await call(url, "POST", "/api/flows/import", flow)).status).toBe(201);
  const path = `/api/flows/${flow.id}/publish`;
  const published = await call(url, "POST", path, { force: true, reason: "proof" });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}

async function publishNext(url: string, number: number): Promise<boolean> {
  try {
    const { body } = await call(url, "GET", "/api/flows/notice");
    const saved = await call(url, "PUT", "/api/flows/notice", { version: body.version, document: notice(number) });
    if (saved.status !== 200) return false;
    await call(url, "POST", "/api/templates/sync");
    return (await call(url, "POST", "/api/flows/notice/publish", { force: true, reason: "proof" })).status === 200;
  } catch {
    return false; // it died under our hands
  }
}

async function answered(person: Person, before: number): Promise<boolean> {
  const end = performance.now() + 8_000;
  while (performance.now() < end) {
    if (person.shown().length > before) return true;
    await pause(20);
  }
  return false;
}

function doubled(texts: readonly string[]): string[] {
  return texts.filter((text, index) => !text.startsWith("Notice") && texts.indexOf(text) !== index);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
