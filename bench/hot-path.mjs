// The life of one inbound message: signed webhook in -> on disk (FULL) -> 3-node turn -> reply POSTed, against a bare
// server that does the same with fewer writes (baseline-hot-path.mjs), alternating in one run. Loopback only; ends by itself.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { finish, median, printTable } from "./harness.mjs";
import { cpuOf, memoryOf, messageValue, postWebhook, SECRET, start, startGraph, startSluice } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 4_000);
const WARM_UP = 6_000;
const CONTACTS = 1_000;
const CONCURRENCY = 128;

const graph = await startGraph();
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

const startBare = (folder) =>
  start([join(here, "baseline-hot-path.mjs"), join(folder, "bare.db"), `${graph.url}/messages`, SECRET]);

async function load({ child, url }, count, offset) {
  graph.sent = 0;
  const all = new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`only ${graph.sent} of ${count} replies were sent within 60 s`)),
      60_000,
    );
    graph.onSent = () => {
      if (graph.sent < count) return;
      clearTimeout(late);
      resolve();
    };
  });
  const cpu = cpuOf(child.pid);
  const began = performance.now();
  const latencies = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < count) {
        const value = messageValue(offset + next++, CONTACTS);
        latencies.push(await postWebhook(url, agent, value));
      }
    }),
  );
  await all;
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 200));
  latencies.sort((a, b) => a - b);
  return {
    perSecond: count / seconds,
    cpu: (cpuOf(child.pid) - cpu) / count,
    p50: latencies[Math.floor(count * 0.5)],
    p99: latencies[Math.floor(count * 0.99)],
    memory: memoryOf(child.pid),
  };
}

const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
const servers = { bare: await startBare(folder), sluice: await startSluice(join(folder, "sluice.db"), graph.url) };
const runs = { bare: [], sluice: [] };
try {
  // Until both run compiled: what a server does in its first seconds is what starting costs.
  for (const name of ["bare", "sluice"]) await load(servers[name], WARM_UP, 1_000_000);
  for (let run = 0; run < RUNS; run += 1)
    for (const name of ["bare", "sluice"]) runs[name].push(await load(servers[name], MESSAGES, run * MESSAGES));
} finally {
  for (const { child } of Object.values(servers)) child.kill("SIGKILL");
  graph.close();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}

const figures = Object.fromEntries(
  Object.entries(runs).map(([name, list]) => [
    name,
    Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((run) => run[key]))])),
  ]),
);
printTable(
  ["", "messages/s", "CPU µs/message", "webhook p50 ms", "p99 ms", "RSS MB"],
  Object.entries(figures).map(([name, row]) => [
    name,
    ...[row.perSecond, row.cpu, row.p50, row.p99, row.memory].map((value) => value.toFixed(1)),
  ]),
);
finish(
  "hot-path",
  { throughput: figures.sluice.perSecond / figures.bare.perSecond, cpu: figures.sluice.cpu / figures.bare.cpu },
  figures,
  { runs: RUNS, messages: MESSAGES },
);
