// Starting what is measured, a made-up WhatsApp for it, and signed webhooks. Loopback only.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const SECRET = "bench-secret";
const PHONE_NUMBER_ID = "100000000000001";

const echo = {
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

/** Accepts every send; `sent` counts them, `onSent` is told of each. */
export async function startGraph() {
  const graph = { url: "", sent: 0, onSent: () => {}, close: () => server.close() };
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on("end", () => {
      const isSend = incoming.method === "POST" && incoming.url.endsWith("/messages");
      const id = `wamid.${process.hrtime.bigint()}.${graph.sent}`;
      const answer = isSend ? { messaging_product: "whatsapp", contacts: [], messages: [{ id }] } : { data: [] };
      const body = JSON.stringify(answer);
      response
        .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
        .end(body);
      if (isSend) {
        graph.sent += 1;
        graph.onSent(id);
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  graph.url = `http://127.0.0.1:${server.address().port}`;
  return graph;
}

/** Runs a script; resolves when it says where it listens. */
export async function start(command, env = {}) {
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

/** The server as it is built, on this database, before anything is published on it. */
export function startBuilt(database, graphUrl) {
  return start([join(here, "../packages/runtime/dist/main.js")], {
    PORT: "0",
    DATABASE_URL: `file:${database}`,
    LOG_LEVEL: "error",
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_WABA_ID: "200000000000001",
    WHATSAPP_TOKEN: "token",
    WHATSAPP_APP_SECRET: SECRET,
    WHATSAPP_VERIFY_TOKEN: "verify",
    WHATSAPP_API_URL: graphUrl,
  });
}

/** With a flow of three nodes that answers every message. */
export async function startSluice(database, graphUrl) {
  const server = await startBuilt(database, graphUrl);
  for (const [path, body] of [
    ["/api/flows/import", echo],
    ["/api/flows/echo/publish", { force: true, reason: "bench" }],
  ])
    await call(server.url, "POST", path, body);
  // The bare server sends as fast as it can and marks nothing as read; a real number may send 80 messages a second, which
  // would measure only that.
  await call(server.url, "PATCH", `/api/channels/wa-${PHONE_NUMBER_ID}`, { perSecond: 100_000, markRead: false });
  return server;
}

async function call(url, method, path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** A text message of one of `contacts` people. */
export function messageValue(number, contacts) {
  const from = String(5511900000000 + (number % contacts));
  return {
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
}

/** Milliseconds until the 200; rejects on any other answer. */
export function postWebhook(url, agent, value) {
  const change = {
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "5511300000000", phone_number_id: PHONE_NUMBER_ID },
      ...value,
    },
  };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000001", changes: [change] }],
  });
  const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-hub-signature-256": signature,
  };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const out = request(`${url}/webhooks/whatsapp`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 200
          ? resolve(performance.now() - began)
          : reject(new Error(`webhook: ${response.statusCode}`)),
      );
    });
    out.on("error", reject);
    out.end(body);
  });
}

/** Of the process, user and system, in microseconds; from the kernel's books (100 ticks a second). */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident, in MB. */
export const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
