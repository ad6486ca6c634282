// Signed webhooks alone, statuses and messages mixed, sent at a steady rate: how soon each is on the disk and answered, and
// how much memory that takes. Budget (architecture.md): 3,300 a second, median under 25 ms, 99th of a hundred under 250 ms.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finish, printTable } from "./harness.mjs";
import { cpuOf, memoryOf, messageValue, postWebhook, startGraph, startSluice } from "./server.mjs";

const RATE = Number(process.env.BENCH_RATE ?? 3_300);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const CONTACTS = 10_000;
/** Of four webhooks three are statuses: sent, delivered and read of what was answered. */
const STATUSES = ["sent", "delivered", "read"];
const TICK = 10;

const graph = await startGraph();
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
const server = await startSluice(join(folder, "sluice.db"), graph.url);
const sent = [];
graph.onSent = (wamid) => sent.push(wamid);

let number = 0;
function nextValue() {
  number += 1;
  const wamid = sent[Math.floor(number / 4) % Math.max(1, sent.length)];
  const status = STATUSES[(number % 4) - 1];
  if (status === undefined || wamid === undefined) return messageValue(number, CONTACTS);
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { statuses: [{ id: wamid, status, timestamp, recipient_id: "5511900000000" }] };
}

async function steadily(rate, seconds) {
  const latencies = [];
  let failed = 0;
  const posts = [];
  const began = performance.now();
  for (let due = 0; performance.now() - began < seconds * 1000; ) {
    due = Math.floor(((performance.now() - began) / 1000) * rate);
    while (posts.length < due)
      posts.push(
        postWebhook(server.url, agent, nextValue()).then(
          (took) => latencies.push(took),
          () => (failed += 1),
        ),
      );
    await new Promise((resolve) => setTimeout(resolve, TICK));
  }
  await Promise.all(posts);
  const took = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  return { asked: rate, perSecond: latencies.length / took, failed, p50: at(0.5), p99: at(0.99) };
}

let figures;
try {
  await steadily(500, 4);
  const cpu = cpuOf(server.child.pid);
  const measured = await steadily(RATE, SECONDS);
  const answered = measured.perSecond * SECONDS;
  figures = { ...measured, cpu: (cpuOf(server.child.pid) - cpu) / answered, memory: memoryOf(server.child.pid) };
} finally {
  server.child.kill("SIGKILL");
  graph.close();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}

printTable(
  ["webhooks", "asked/s", "answered/s", "not stored", "p50 ms", "p99 ms", "CPU µs", "RSS MB"],
  [["signed, mixed", ...Object.values(figures).map((value) => value.toFixed(1))]],
);
finish("webhooks", { rate: figures.perSecond / RATE }, figures, { seconds: SECONDS, contacts: CONTACTS });
