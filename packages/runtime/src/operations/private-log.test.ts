/**
 * S13: a story with known people and words, told at the most talkative level with faults in it; then the log and the metrics
 * are searched for them, also inside everything that can be read as base64. Mutation seen to fail: turns logged
 * whole.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type Answer, call, eventually } from "../test-support/api.ts";

const main = join(dirname(fileURLToPath(import.meta.url)), "..", "main.ts");
const PHONE = "+5511987650042";
const BLOCKED = "+5511987650017";
const SECRETS = [PHONE.slice(1), BLOCKED.slice(1), "Wilhelmina", "attic", "lantern", "walrus"];

let server: ChildProcess | null = null;
let folder: string | null = null;
afterEach(() => {
  server?.kill("SIGKILL");
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("S13: neither log nor metrics know who somebody is or what was written", async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-log-"));
  server = spawn(process.execPath, ["--conditions=source", "--no-warnings", main], {
    env: { PATH: process.env["PATH"], PORT: "0", LOG_LEVEL: "trace", DATABASE_URL: `file:${join(folder, "s.db")}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stdout?.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  server.stderr?.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  await eventually(
    "the start",
    async () => log,
    (text) => text.includes("http://localhost:"),
    20_000,
  );
  const url = `http://127.0.0.1:${/localhost:(\d+)/.exec(log)?.[1]}`;
  const api = (method: string, path: string, body?: unknown) => call(url, method, path, body);
  const control = async (method: string, path: string, body?: unknown) =>
    expect(await api(method, `/emulator/_control${path}`, body)).toMatchObject({ status: 200 });

  expect((await api("POST", "/api/flows", { document: story })).status).toBe(201);
  expect((await api("POST", "/api/flows/story/publish", { force: true, reason: "a test" })).status).toBe(200);
  await control("PUT", `/contacts/${PHONE}`, { name: "Wilhelmina" });
  await control("POST", "/inbound", { from: PHONE, text: "lantern" });
  await control("POST", "/inbound", { from: PHONE, text: "attic" });
  await control("PUT", `/contacts/${BLOCKED}`, { marketingSlots: 0, name: "Wilhelmina" });
  await api("POST", "/api/flows/story/start", { contact: { phone: BLOCKED, name: "Wilhelmina" }, entry: "campaign" });
  await control("POST", "/clock", { advance: "PT26H" });
  // The fault is for the answer, not for the receipt of what it answers.
  expect((await api("PATCH", "/api/channels/wa-100000000000001", { markRead: false })).status).toBe(200);
  await control("PUT", "/faults", { rules: [{ path: "*/messages", resetAfter: 10, count: 1 }] });
  await control("POST", "/inbound", { from: PHONE, text: "lantern" });
  await eventually(
    "the broken send",
    async () => log,
    (text) => text.includes('"msg":"unknown"'),
  );
  const bodies = [
    `{"entry":[{"changes":[{"value":{"text":"walrus ${PHONE}"`,
    `{"text":"walrus", "wa_id": "${PHONE.slice(1)}"}`,
  ];
  for (const body of bodies) expect((await signed(url, body)).status).toBe(200);
  await api("POST", "/api/flows/import", `{"walrus": ${PHONE}`);
  await api("GET", `/api/contacts?search=${encodeURIComponent(PHONE)}`);
  const metrics = (await api("GET", "/metrics")).body as string;
  const contact = (await api("GET", "/api/contacts")).body.items.find((row: { phone: string }) => row.phone === PHONE);
  expect((await api("DELETE", `/api/contacts/${contact.id}`)).status).toBe(200);
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  expect(code).toBe(0);

  expect(["blocked", "unknown"].filter((code) => !log.includes(`"msg":"${code}"`))).toEqual([]);
  expect(log.includes(contact.id)).toBe(true);
  expect(metrics).toMatch(/sluice_cap_blocks_total [1-9]/);
  for (const text of [log, metrics]) {
    const readable = [text, ...decoded(text)];
    expect(SECRETS.filter((secret) => readable.some((part) => part.includes(secret)))).toEqual([]);
  }
});

/** Everything in it that could be base64, read as such at each of the four offsets. */
function decoded(text: string): string[] {
  const found = text.match(/[A-Za-z0-9+/_-]{12,}/g) ?? [];
  return found.flatMap((part) =>
    [0, 1, 2, 3].map((from) => Buffer.from(part.slice(from), "base64").toString("latin1")),
  );
}

async function signed(url: string, body: string): Promise<Answer<unknown>> {
  const mark = createHmac("sha256", "emulator-secret").update(body).digest("hex");
  return call(url, "POST", "/webhooks/whatsapp", body, { "x-hub-signature-256": `sha256=${mark}` });
}

const story = {
  formatVersion: 1,
  id: "story",
  name: "Story",
  templates: [
    {
      name: "offer",
      language: "en",
      category: "MARKETING",
      status: "APPROVED",
      components: [
        { type: "BODY", text: "A walrus for you" },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
      ],
    },
  ],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["lantern"], match: "exact" } } },
    { id: "ask", type: "ask", config: { text: "Where, {{ contact.name }}?", answer: "text", variable: "place" } },
    { id: "say", type: "text", config: { text: "The walrus is in the {{ place }}." } },
    { id: "campaign", type: "entry", config: { trigger: { kind: "campaign" } } },
    { id: "offer", type: "template", config: { name: "offer", language: "en" } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "e2", source: "ask", sourceHandle: "answered", target: "say" },
    { id: "e3", source: "campaign", sourceHandle: "next", target: "offer" },
  ],
};
