// The life of one inbound message: signed webhook in -> on disk (FULL) -> 3-node turn -> reply POSTed, against a bare
// server that does the same writes (baseline-hot-path.mjs), alternating in one run. Loopback only; ends by itself.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { finish, median, printTable } from "./harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 4_000);
const CONTACTS = 1_000;
const CONCURRENCY = 128;
const SECRET = "bench-secret";
const PHONE_NUMBER_ID = "100000000000001";

const flow = {
  formatVersion: 1,
  id: "echo",
  name: "Echo",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    { id: "set", type: "set", config: { assignments: [{ variable: "seen", value: "yes" }] } },
    { id: "say", type: "text", config: { text: "Hello {{ default(contact.name, 'there') }}" } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "set" },
    { id: "e2", source: "set", sourceHandle: "next", target: "say" },
  ],
};

let sent = 0;
let onSent = () => {};
const graph = createServer((incoming, response) => {
  incoming.resume();
  incoming.on("end", () => {
    const isSend = incoming.method === "POST" && incoming.url.endsWith("/messages");
    const body = JSON.stringify(
      isSend
        ? {
            messaging_product: "whatsapp",
            contacts: [],
            messages: [{ id: `wamid.${process.hrtime.bigint()}.${sent}` }],
          }
        : { data: [] },
    );
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
    if (isSend) {
      sent += 1;
      onSent();
    }
  });
});
await new Promise((resolve) => graph.listen(0, "127.0.0.1", resolve));
const graphUrl = `http://127.0.0.1:${graph.address().port}`;

async function start(command, env = {}) {
  const child = spawn(process.execPath, command, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const found = /http:\/\/localhost:\d+/.exec(chunk.toString());
      if (found) resolve(found[0].replace("localhost", "127.0.0.1"));
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, url };
}

const startBare = (folder) =>
  start([join(here, "baseline-hot-path.mjs"), join(folder, "bare.db"), `${graphUrl}/messages`, SECRET]);

async function startSluice(folder) {
  const server = await start([join(here, "../packages/runtime/dist/main.js")], {
    PORT: "0",
    DATABASE_URL: `file:${join(folder, "sluice.db")}`,
    LOG_LEVEL: "error",
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_WABA_ID: "200000000000001",
    WHATSAPP_TOKEN: "token",
    WHATSAPP_APP_SECRET: SECRET,
    WHATSAPP_VERIFY_TOKEN: "verify",
    WHATSAPP_API_URL: graphUrl,
  });
  for (const [path, body] of [
    ["/api/flows/import", flow],
    ["/api/flows/echo/publish", { force: true, reason: "bench" }],
  ]) {
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  // The bare server sends as fast as it can and marks nothing as read; a real number may send 80 messages a second, which
  // would measure only that.
  const unpaced = await fetch(`${server.url}/api/channels/wa-${PHONE_NUMBER_ID}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ perSecond: 100_000, markRead: false }),
  });
  if (!unpaced.ok) throw new Error(`the pace: ${unpaced.status} ${await unpaced.text()}`);
  return server;
}

/** Of the process, user and system, in microseconds; from the kernel's books (100 ticks a second). */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
function webhook(url, number) {
  const from = String(5511900000000 + (number % CONTACTS));
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "5511300000000", phone_number_id: PHONE_NUMBER_ID },
    contacts: [{ profile: { name: "Asha" }, wa_id: from }],
    messages: [
      {
        from,
        id: `wamid.in.${process.hrtime.bigint()}.${number}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: "text",
        text: { body: "hello" },
      },
    ],
  };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000001", changes: [{ field: "messages", value }] }],
  });
  const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const out = request(
      `${url}/webhooks/whatsapp`,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-hub-signature-256": signature,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200
            ? resolve(performance.now() - began)
            : reject(new Error(`webhook: ${response.statusCode}`)),
        );
      },
    );
    out.on("error", reject);
    out.end(body);
  });
}

async function load({ child, url }, count, offset) {
  sent = 0;
  const all = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`only ${sent} of ${count} replies were sent within 60 s`)), 60_000);
    onSent = () => {
      if (sent < count) return;
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
      while (next < count) latencies.push(await webhook(url, offset + next++));
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
const servers = { bare: await startBare(folder), sluice: await startSluice(folder) };
const runs = { bare: [], sluice: [] };
try {
  for (const name of ["bare", "sluice"]) await load(servers[name], 500, 1_000_000);
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
