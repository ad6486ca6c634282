/**
 * R6: bodies near to what WhatsApp posts, and far from it, through the real server: byte by byte and by structure. It stays
 * alive, answers nothing but 200 to what is signed, 401 and no write to what is not, 503 only while another process holds
 * the database; what it took leaves the inbox again, it logs no error, its memory does not grow, and who writes is answered.
 *
 * Mutations it was seen to fail with: what is no list walked as one, or an object taken for a text (it died); a time read
 * without a limit (its row never left the inbox); a body that is no JSON not caught; 200 in the place of 503; unsigned
 * bodies stored before they are refused.
 */
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "@fast-check/vitest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { WEBHOOK_PATH } from "../src/webhook/front.ts";
import { mutateBytes } from "./fuzz/mutate-bytes.ts";
import { mutatedWebhook } from "./fuzz/mutated-webhook.ts";
import { webhookSeeds } from "./fuzz/webhook-seeds.ts";
import { DatabaseFile } from "./killing/database.ts";
import { CountingGraph } from "./support/counting-graph.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { postOf, RawLine } from "./support/raw-line.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";
import { textWebhook } from "./support/webhooks.ts";

/** A tenth of what the long profile is to reach: it has ten seeds. */
const BY_BYTES = ofProfile(3_000, 500_000);
const BY_STRUCTURE = ofProfile(1_000, 50_000);
const LINES = 16;
const PEOPLE = 300;
/**
 * Made-up bodies join dozens of people to one, whose events then stand in as many lanes and wait for one another. The row
 * is put off for half a minute and nothing is lost, which is checked: the inbox is empty in the end.
 */
const CONFLICTS = "version conflicts in a row";
const MEGABYTE = 1_048_576;
/** In a short run the heap has not found its size yet. */
const MOST_GROWTH = ofProfile(100, 50) * MEGABYTE;
const ECHO = {
  formatVersion: 1,
  id: "echo",
  name: "Echo",
  variables: [{ name: "said", type: "text" }],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    { id: "ask", type: "ask", config: { text: "Tell me more.", answer: "text", variable: "said", timeout: "PT1H" } },
    { id: "say", type: "text", config: { text: "You said {{ said }}, {{ contact.name }}." } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "e2", source: "ask", sourceHandle: "answered", target: "say" },
  ],
};

interface Body {
  bytes: Buffer;
  signed: boolean;
}

let folder: string;
let graph: CountingGraph;
let server: ServerProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-fuzz-"));
  graph = await CountingGraph.listen();
  server = new ServerProcess({
    database: join(folder, "sluice.db"),
    credentials: ACCOUNT,
    graphUrl: graph.url,
  });
});

afterEach(async () => {
  await server.kill("SIGKILL");
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("R6 fuzzed webhooks", () => {
  test.each(seeds(...ofProfile([], [1, 2, 3, 4, 5, 6, 7, 8, 9])))("seed %i", async (seed) => {
    const url = (await server.url) ?? "";
    expect((await call(url, "POST", "/api/flows/import", ECHO)).status).toBe(201);
    const published = await call(url, "POST", "/api/flows/echo/publish", { force: true, reason: "proof" });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    const file = new DatabaseFile(join(folder, "sluice.db"));

    const run = new Run(url);
    const warm = Math.floor(BY_BYTES / 3);
    await run.post(bytewise(seed, BY_BYTES, 0, warm));
    await settled(file);
    const before = memory(server.pid);
    await run.post(bytewise(seed, BY_BYTES, warm, BY_BYTES));
    await run.post(structured(seed));
    await settled(file);
    await run.whileLocked(file, bytewise(seed + 1, BY_BYTES, 0, LINES));
    await run.post(bytewise(seed + 2, BY_BYTES, 0, 200));
    await settled(file);
    const grown = memory(server.pid) - before;

    const { counts, wrong } = run;
    say(
      "R6",
      `seed ${seed}: ${counts.bodies} bodies (${counts.json} JSON, ${webhookSeeds().length} seeds): ${counts.stored} stored, ${counts.unsigned} unsigned refused, ${counts.locked} answered 503 while locked, wrong ${wrong.length}; ${server.errors.split("\n").filter((line) => line.includes(CONFLICTS)).length} rows put off by conflicts; ${graph.taken.length} answers went out; memory grew ${(grown / MEGABYTE).toFixed(1)} MB`,
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(server.child.exitCode).toBeNull();
    expect(unexpected(server.errors)).toEqual([]);
    // What was unsigned or refused left nothing behind.
    expect(file.inboxRows()).toBe(counts.stored);
    expect(counts.locked).toBeGreaterThan(0);
    expect(grown).toBeLessThan(MOST_GROWTH);

    // R20: it still listens.
    await run.resume();
    const sent = graph.taken.length;
    await run.post([{ bytes: bodyOf(textWebhook("+5511977777777", "wamid.last", "hello", Date.now())), signed: true }]);
    await eventually(
      "an answer",
      async () => graph.taken.slice(sent).some(({ to }) => to.includes("5511977777777")),
      (answered) => answered,
    );
    run.close();
  });
});

/** Posts on several lines at once and holds each answer against what it must be. */
class Run {
  readonly counts = { bodies: 0, json: 0, stored: 0, unsigned: 0, locked: 0 };
  readonly wrong: string[] = [];
  readonly #url: string;
  readonly #lines: RawLine[];
  #locked = false;

  constructor(url: string) {
    this.#url = url;
    this.#lines = Array.from({ length: LINES }, () => new RawLine(url));
  }

  async post(bodies: Iterable<Body>): Promise<void> {
    const iterator = bodies[Symbol.iterator]();
    await Promise.all(
      this.#lines.map(async (line) => {
        for (let next = iterator.next(); !next.done; next = iterator.next()) await this.#one(line, next.value);
      }),
    );
  }

  async whileLocked(file: DatabaseFile, bodies: Iterable<Body>): Promise<void> {
    const release = file.lock();
    this.#locked = true;
    await this.post(bodies).finally(release);
    this.#locked = false;
  }

  async resume(): Promise<void> {
    await call(this.#url, "POST", `/api/channels/wa-${ACCOUNT.phoneNumberId}/resume`);
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }

  async #one(line: RawLine, { bytes, signed }: Body): Promise<void> {
    this.counts.bodies += 1;
    if (isJson(bytes)) this.counts.json += 1;
    const secret = signed ? ACCOUNT.appSecret : "somebody else's";
    const signature = createHmac("sha256", secret).update(bytes).digest("hex");
    const request = postOf(WEBHOOK_PATH, [`x-hub-signature-256: sha256=${signature}`], bytes);
    const answer = await line.send(request).catch((error: unknown) => `none: ${String(error)}`);
    const status = Number(answer.split(" ")[1]);
    // Much of what is made up stops the channel, as it should; then nobody would be answered any more.
    if (this.counts.bodies % 200 === 0) await this.resume();
    if (signed && status === 200) this.counts.stored += 1;
    else if (!signed && status === 401) this.counts.unsigned += 1;
    else if (signed && status === 503 && this.#locked) this.counts.locked += 1;
    else this.wrong.push(`${answer.slice(0, 200)} to ${bytes.toString("latin1").slice(0, 600)}`);
  }
}

/** Those from `from` to `to` of the bodies of a seed. */
function* bytewise(seed: number, all: number, from: number, to: number): Generator<Body> {
  const random = new Random(seed + from);
  const bodies = webhookSeeds().map(bodyOf);
  for (let index = from; index < Math.min(to, all); index += 1) {
    // One person's phone and id belong together: who is joined with everybody is no person any more.
    const person = random.whole(1, PEOPLE);
    const fresh = Buffer.from(
      random
        .pick(bodies)
        .toString()
        .replaceAll('"wamid.in-', `"wamid.in-${index}-`)
        .replaceAll("5511900000001", String(5_511_900_000_000 + person))
        .replaceAll("5521900000001", String(5_521_900_000_000 + person))
        .replaceAll("13491208655302741918", String(13_491_208_655_302n + BigInt(person))),
    );
    yield { bytes: mutateBytes(fresh, random.pick(bodies), random), signed: random.chance(0.9) };
  }
}

function* structured(seed: number): Generator<Body> {
  const arbitrary = mutatedWebhook(webhookSeeds());
  const page = 1_000;
  for (let made = 0; made < BY_STRUCTURE; made += page)
    for (const text of fc.sample(arbitrary, { numRuns: page, seed: seed + made }))
      yield { bytes: Buffer.from(text), signed: true };
}

function bodyOf(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

async function settled(file: DatabaseFile): Promise<void> {
  await eventually(
    "an empty inbox",
    async () => file.pendingInbox(),
    (pending) => pending === 0,
    60_000,
  );
}

/** What the process holds in memory, in bytes. */
function memory(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1_024;
}

/** Everything it logged but the refusals of a database that another process held, and rows put off by conflicts. */
function unexpected(errors: string): string[] {
  return errors
    .split("\n")
    .filter((line) => line !== "" && !line.includes('"type":"StoreError","code":"busy"') && !line.includes(CONFLICTS))
    .map((line) => line.slice(0, 600));
}
