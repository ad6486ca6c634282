/**
 * S8, S6: bodies that explode are refused within 200 ms of work and 64 MB of memory, at every way into the real server that
 * takes a body, and in signed webhooks; what all objects share is not touched, and the next request is answered. Flows that
 * call each other in a ring end with a reason.
 *
 * Mutations it was seen to fail with: texts of requests parsed before they are measured, and those of webhooks (either ends
 * the process); called flows without a limit.
 */
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@sluice/shared/protocol/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../src/server.ts";
import { call, eventually } from "../src/test-support/api.ts";
import { WEBHOOK_PATH } from "../src/webhook/front.ts";
import { type Bomb, largeBombs, smallBombs, webhookBombs } from "./bombs/bombs.ts";
import { canMeter, memoryOf, peakMemory, workOf } from "./bombs/process-meter.ts";
import { DatabaseFile } from "./killing/database.ts";
import { say } from "./support/profile.ts";
import { ACCOUNT } from "./support/rig.ts";
import { ServerProcess } from "./support/server-process.ts";

const MOST_WORK = 200;
const MOST_MEMORY = 64;
/** With a heap of this size what was thrown away is collected soon, and whatever is too much ends the process. */
const SMALL = ["--max-old-space-size=96"];

const WAYS = endpoints
  .filter(({ body }) => body !== undefined)
  .map(({ method, path }) => ({ method, path: path.replace(/\{\w+\}/g, "nothing") }));
const DOCUMENTS = WAYS.filter(({ path }) => /\/(flows|import|lint|start)$/.test(path));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-bombs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!canMeter)("S8 bombs", () => {
  let server: ServerProcess;
  let url: string;
  let file: DatabaseFile;

  beforeAll(async () => {
    const database = join(folder, "sluice.db");
    server = new ServerProcess({ database, credentials: ACCOUNT, graphUrl: "http://127.0.0.1:1", nodeOptions: SMALL });
    url = (await server.url) ?? "";
    file = new DatabaseFile(database);
    // What a good file of the most bytes takes, it may take again.
    for (let count = 0; count < 3; count += 1) await post("/api/lint", Buffer.from(goodFile()));
  });
  afterAll(() => server.kill("SIGKILL"));

  test("every way in refuses every bomb, soon and without growing", async () => {
    const wrong: string[] = [];
    const worst = { work: 0, memory: 0 };
    let sent = 0;
    const throwAt = async (way: { method: string; path: string }, bomb: Bomb) => {
      const [worked, held] = [workOf(server.pid), memoryOf(server.pid)];
      const { peak, value } = await peakMemory(server.pid, () => post(way.path, bomb.body, way.method, bomb));
      const work = workOf(server.pid) - worked;
      sent += 1;
      worst.work = Math.max(worst.work, work);
      worst.memory = Math.max(worst.memory, peak - held);
      const place = `${way.method} ${way.path}, ${bomb.name}`;
      if (value.status < 400 || value.status >= 500)
        wrong.push(`${place}: ${value.status} ${value.text.slice(0, 200)}`);
      else if (!/"detail":"[A-Z][^"]{10,}/.test(value.text))
        wrong.push(`${place}: no sentence: ${value.text.slice(0, 200)}`);
      if (value.text.length > 30_000) wrong.push(`${place}: an answer of ${value.text.length} bytes`);
      if (work > MOST_WORK) wrong.push(`${place}: ${work} ms of work`);
      if (peak - held > MOST_MEMORY) wrong.push(`${place}: ${Math.round(peak - held)} MB`);
    };
    for (const bomb of smallBombs()) for (const way of WAYS) await throwAt(way, bomb);
    for (const bomb of largeBombs()) for (const way of DOCUMENTS) await throwAt(way, bomb);
    say(
      "S8",
      `${sent} bombs at ${WAYS.length} ways in: at most ${worst.work} ms of work and ${Math.round(worst.memory)} MB more, wrong ${wrong.length}`,
    );
    expect(wrong).toEqual([]);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(server.errors).toBe("");
  });

  test("a body of 100 MB, announced or without end, is refused before it has arrived", async () => {
    for (const path of ["/api/flows/import", "/api/lint", WEBHOOK_PATH])
      for (const announced of [true, false]) {
        const [worked, held] = [workOf(server.pid), memoryOf(server.pid)];
        const { peak, value } = await peakMemory(server.pid, () => pour(path, announced));
        const work = workOf(server.pid) - worked;
        say(
          "S8",
          `${path}, ${announced ? "100 MB announced" : "without end"}: ${value.status} after ${value.sent} MB, ${work} ms, ${Math.round(peak - held)} MB more`,
        );
        expect(value.status).toBe(413);
        expect(peak - held).toBeLessThan(MOST_MEMORY);
        expect(work).toBeLessThan(MOST_WORK);
      }
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  test("signed webhooks that explode are kept, taken for what they are, and hold nobody up", async () => {
    const wrong: string[] = [];
    for (const bomb of webhookBombs()) {
      const [worked, held] = [workOf(server.pid), memoryOf(server.pid)];
      const { peak, value } = await peakMemory(server.pid, async () => {
        const answered = await webhook(bomb.body);
        await eventually(
          `${bomb.name} taken`,
          async () => file.pendingInbox(),
          (pending) => pending === 0,
          30_000,
        );
        return answered;
      });
      const work = workOf(server.pid) - worked;
      say("S8", `webhook, ${bomb.name}: ${value}, ${work} ms, ${Math.round(peak - held)} MB more`);
      if (value !== 200 || work > MOST_WORK || peak - held > MOST_MEMORY) wrong.push(bomb.name);
    }
    expect(wrong).toEqual([]);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(server.errors).toBe("");
  });

  function webhook(body: Buffer): Promise<number> {
    const signature = createHmac("sha256", ACCOUNT.appSecret).update(body).digest("hex");
    const headers = { "x-hub-signature-256": `sha256=${signature}` };
    return post(WEBHOOK_PATH, body, "POST", { headers }).then(({ status }) => status);
  }

  async function post(
    path: string,
    body: Buffer,
    method = "POST",
    { type = "application/json", headers = {} }: Pick<Bomb, "type" | "headers"> = {},
  ): Promise<{ status: number; text: string }> {
    const sent = { method, headers: { "content-type": type, ...headers }, body: new Uint8Array(body) };
    const response = await fetch(url + path, sent);
    return { status: response.status, text: await response.text() };
  }

  /** Pours until it is answered, at most 100 MB. */
  function pour(path: string, announced: boolean): Promise<{ status: number; sent: number }> {
    const piece = Buffer.alloc(1_000_000, 0x20);
    return new Promise((resolve, reject) => {
      const pouring = request(url + path, {
        method: "POST",
        headers: announced ? { "content-length": 100 * piece.length } : { "transfer-encoding": "chunked" },
      });
      let sent = 0;
      let isAnswered = false;
      pouring.on("response", (response) => {
        isAnswered = true;
        resolve({ status: response.statusCode ?? 0, sent });
        pouring.destroy();
      });
      pouring.on("error", (error) => isAnswered || reject(error));
      const more = () => {
        while (!isAnswered && sent < 100) {
          sent += 1;
          if (!pouring.write(piece)) break;
        }
      };
      pouring.on("drain", more);
      more();
    });
  }
});

describe("S6, S8 in this process", () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer(
      { port: 0, host: "127.0.0.1", database: ":memory:", publicUrl: null, logLevel: "silent", whatsapp: null },
      { editor: null, examples: folder },
    );
  });
  afterAll(() => server.stop());

  test("what all objects share is not touched by any way in", async () => {
    const known = Reflect.ownKeys(Object.prototype);
    let sent = 0;
    for (const bomb of smallBombs().filter(({ name }) => name.endsWith("at every depth")))
      for (const { method, path } of WAYS) {
        await call(server.url, method, path, bomb.body.toString());
        sent += 1;
        expect(Reflect.ownKeys(Object.prototype), `${bomb.name} at ${path}`).toEqual(known);
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }
    say("S6", `${sent} bodies with __proto__ and constructor.prototype at every depth: nothing touched`);
  });

  test("flows that call each other in a ring, or turn without a wait, end with a reason; others are answered", async () => {
    const flow = (id: string, node: object) => ({
      formatVersion: 1,
      id,
      name: id,
      nodes: [
        { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
        { id: "a", ...node },
      ],
      edges: [
        { id: "e1", source: "in", sourceHandle: "next", target: "a" },
        { id: "e2", source: "a", sourceHandle: "next", target: "a" },
      ],
    });
    const flows = [
      flow("one", { type: "subflow", config: { flow: "two" } }),
      flow("two", { type: "subflow", config: { flow: "one" } }),
      flow("turns", { type: "set", config: { assignments: [{ variable: "x", value: "{{ x }}y" }] } }),
      flow("good", { type: "end", config: { reason: "answered" } }),
    ];
    for (const document of flows) {
      expect((await call(server.url, "POST", "/api/flows", { document })).status).toBe(201);
      const published = { force: true, reason: "a proof" };
      expect((await call(server.url, "POST", `/api/flows/${document.id}/publish`, published)).status).toBe(200);
    }
    const ends: string[] = [];
    for (const [index, { id }] of flows.entries()) {
      const contact = { phone: `+551190000000${index}` };
      const { body } = await call(server.url, "POST", `/api/flows/${id}/start`, { contact });
      const session = await eventually(
        `the end of ${id}`,
        async () => (await call(server.url, "GET", `/api/sessions/${body.session}`)).body,
        ({ status }) => status === "ended",
      );
      ends.push(session.reason);
    }
    say("S8", `flows without end: ${ends.join(", ")}`);
    expect(ends).toEqual(["subflows-too-deep", "subflows-too-deep", "endless-turn", "answered"]);
  });
});

/** 5 MB of a flow that is one. */
function goodFile(): string {
  const nodes = Array.from({ length: 5_000 }, (_, at) => ({
    id: `n${at}`,
    type: "text",
    config: { text: "x".repeat(900) },
  }));
  return JSON.stringify({ formatVersion: 1, id: "good", name: "Good", nodes, edges: [] });
}
