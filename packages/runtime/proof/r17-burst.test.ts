/**
 * R17: ten thousand signed webhooks in ten seconds, messages and statuses mixed, against the real server in its own
 * process: each gets its 200, each message takes effect once, in the order of its person, and memory stays small. How fast
 * the answers come is measured in the long profile only, where the machine is ours.
 *
 * Mutations it was seen to fail with: of a group of webhooks only the first twenty kept; rows that do not fit into memory
 * left where they are instead of read from the disk.
 */
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, eventually } from "../src/test-support/api.ts";
import { WEBHOOK_PATH } from "../src/webhook/front.ts";
import { DatabaseFile } from "./killing/database.ts";
import { CountingGraph } from "./support/counting-graph.ts";
import { ofProfile, say, seedOf } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";
import { statusWebhook, textWebhook } from "./support/webhooks.ts";

const WEBHOOKS = ofProfile(2_500, 10_000);
const WITHIN = ofProfile(2_500, 10_000);
const PEOPLE = ofProfile(150, 1_000);
const MOST_MEMORY = 512 * 1_048_576;
/** For the answers, in milliseconds. */
const MEDIAN = 250;
const P99 = 1_000;
const ANSWER = {
  formatVersion: 1,
  id: "answer",
  name: "Answer",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } },
    { id: "say", type: "text", config: { text: "Glad you wrote." } },
  ],
  edges: [{ id: "e1", source: "in", sourceHandle: "next", target: "say" }],
};

let folder: string;
let graph: CountingGraph;
let server: ServerProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-burst-"));
  graph = await CountingGraph.listen();
  server = new ServerProcess({ database: join(folder, "sluice.db"), credentials: ACCOUNT, graphUrl: graph.url });
});

afterEach(async () => {
  await server.kill("SIGKILL");
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("R17 a burst", () => {
  test("everything is taken, nothing is lost", async () => {
    const seed = seedOf();
    const url = (await server.url) ?? "";
    expect((await call(url, "POST", "/api/flows/import", ANSWER)).status).toBe(201);
    const published = await call(url, "POST", "/api/flows/answer/publish", { force: true, reason: "proof" });
    expect(published.status, JSON.stringify(published.body)).toBe(200);

    const { bodies, wrote } = traffic(new Random(seed));
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const began = performance.now();
    // A person's next message comes when the one before was taken: then their order is known.
    const before = new Map<string, Promise<unknown>>();
    const answers = await Promise.all(
      bodies.map(async ({ phone, body }, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * WITHIN) / WEBHOOKS));
        const posted = (before.get(phone) ?? Promise.resolve()).then(() => post(agent, url, body));
        before.set(phone, posted);
        return posted;
      }),
    );
    const took = performance.now() - began;
    agent.destroy();

    const file = new DatabaseFile(join(folder, "sluice.db"));
    const refused = answers.filter(({ status }) => status !== 200).length;
    await eventually(
      "an empty inbox",
      async () => file.pendingInbox(),
      (pending) => pending === 0,
      60_000,
    );
    const memory = peakMemory(server.pid);
    const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.POSITIVE_INFINITY;
    const lost = [...wrote].filter(([phone, wamids]) => file.inbound(phone).join() !== wamids.join());
    say(
      "R17",
      `seed ${seed}: ${bodies.length} webhooks in ${(took / 1_000).toFixed(1)} s from ${wrote.size} people: ${refused} refused, people whose messages were lost, doubled or mixed up ${lost.length}; median ${at(0.5).toFixed(0)} ms, 99th ${at(0.99).toFixed(0)} ms; ${graph.taken.length} answers out so far; memory at most ${(memory / 1_048_576).toFixed(0)} MB`,
    );
    expect(refused).toBe(0);
    expect(lost.slice(0, 3)).toEqual([]);
    expect(file.inboxRows()).toBe(bodies.length);
    expect(server.errors).toBe("");
    expect(memory).toBeLessThan(MOST_MEMORY);
    const [median, p99] = ofProfile([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], [MEDIAN, P99]);
    expect(at(0.5)).toBeLessThanOrEqual(median ?? MEDIAN);
    expect(at(0.99)).toBeLessThanOrEqual(p99 ?? P99);
  });
});

/** Two statuses of others for each message, as in real life; and who wrote what in which order. */
function traffic(random: Random): { bodies: { phone: string; body: Buffer }[]; wrote: Map<string, string[]> } {
  const wrote = new Map<string, string[]>();
  const bodies = Array.from({ length: WEBHOOKS }, (_, index) => {
    const phone = `55119${String(random.whole(1, PEOPLE)).padStart(8, "0")}`;
    const wamid = `wamid.in-${index}`;
    if (index % 3 > 0) {
      const status = random.pick(["sent", "delivered", "read"] as const);
      return bodyOf(phone, statusWebhook({ wamid: `wamid.old-${index}`, status, at: Date.now(), phone }));
    }
    wrote.set(phone, [...(wrote.get(phone) ?? []), wamid]);
    return bodyOf(phone, textWebhook(phone, wamid, random.pick(["hello", "what?"]), Date.now()));
  });
  return { bodies, wrote };
}

function bodyOf(phone: string, webhook: object): { phone: string; body: Buffer } {
  return { phone, body: Buffer.from(JSON.stringify(webhook)) };
}

function post(agent: Agent, url: string, body: Buffer): Promise<{ status: number; milliseconds: number }> {
  const signature = createHmac("sha256", ACCOUNT.appSecret).update(body).digest("hex");
  const headers = { "x-hub-signature-256": `sha256=${signature}`, "content-length": body.length };
  const began = performance.now();
  return new Promise((resolve) => {
    const ended = (status: number) => resolve({ status, milliseconds: performance.now() - began });
    const posted = request(url + WEBHOOK_PATH, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => ended(response.statusCode ?? 0));
    });
    posted.on("error", () => ended(0));
    posted.end(body);
  });
}

/** What the process held at most, in bytes. */
function peakMemory(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1_024;
}
