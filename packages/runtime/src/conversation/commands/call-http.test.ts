/** A flow that asks another system, on the real server: answered, cut off by a stop and made again after it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseNetworks } from "../../egress/public-address.ts";
import { type RunningServer, startServer } from "../../server.ts";
import { call, eventually } from "../../test-support/api.ts";

let folder: string;
let shop: Server;
let asked: IncomingHttpHeaders[];
let answer: (response: ServerResponse) => void;
let server: RunningServer | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-calls-"));
  asked = [];
  answer = (response) => response.setHeader("content-type", "application/json").end('{"price":3}');
  shop = createServer((request, response) => {
    asked.push(request.headers);
    answer(response);
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  server = null;
});
afterEach(async () => {
  await server?.stop();
  shop.closeAllConnections();
  shop.close();
  rmSync(folder, { recursive: true, force: true });
});

async function begin(allow: string | null): Promise<RunningServer> {
  const networks = allow === null ? null : parseNetworks(allow);
  const config = {
    port: 0,
    host: "127.0.0.1",
    database: join(folder, "sluice.db"),
    publicUrl: null,
    logLevel: "silent",
    callable: networks?.ok ? networks.networks : null,
    whatsapp: null,
  };
  server = await startServer(config, { editor: null, examples: folder });
  return server;
}

const flow = (): FlowDocument => ({
  formatVersion: 1,
  id: "prices",
  name: "Prices",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    {
      id: "ask",
      type: "http",
      config: {
        method: "POST",
        url: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/prices`,
        body: '{"size":"{{ size }}"}',
        save: [{ path: "price", variable: "price" }],
      },
    },
    { id: "good", type: "wait-for-event", config: { name: "order.paid", variable: "order" } },
    { id: "bad", type: "wait-for-reply", config: {} },
    { id: "paid", type: "end", config: { reason: "paid" } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "e2", source: "ask", sourceHandle: "ok", target: "good" },
    { id: "e3", source: "ask", sourceHandle: "failed", target: "bad" },
    { id: "e4", source: "good", sourceHandle: "event", target: "paid" },
  ],
});

async function start(url: string): Promise<{ session: string; contactId: string }> {
  await call(url, "POST", "/api/flows", { document: flow() });
  await call(url, "POST", "/api/flows/prices/publish", { force: true, reason: "a test" });
  return (await startAgain(url)).body as { session: string; contactId: string };
}

/** Names the session that runs, once there is one. */
const startAgain = (url: string) =>
  call(url, "POST", "/api/flows/prices/start", { contact: { phone: "+5511900000001" }, variables: { size: "L" } });

const at = (url: string, session: string, node: string) =>
  eventually(
    `the session at ${node}`,
    async () => (await call(url, "GET", `/api/sessions/${session}`)).body,
    (body) => body.node === node,
  );

describe("calls to other systems", () => {
  test("E-32 answered, remembered, and the flow goes on; then an event of the API", async () => {
    const { url } = await begin("127.0.0.1");
    const { session, contactId } = await start(url);
    expect(await at(url, session, "good")).toMatchObject({ variables: { price: 3 }, wait: { for: "event" } });
    expect(asked).toMatchObject([{ "idempotency-key": `${session}:1:0`, "content-type": "application/json" }]);

    const events = `/api/contacts/${contactId}/events`;
    expect((await call(url, "POST", events, { name: "order.sent" })).body).toEqual({ sessions: [] });
    const told = { name: "order.paid", data: { total: 12 } };
    const first = await call(url, "POST", events, told, { "idempotency-key": "k" });
    expect(first.body).toEqual({ sessions: [session] });
    expect((await call(url, "POST", events, told, { "idempotency-key": "k" })).body).toEqual(first.body);
    expect((await call(url, "GET", `/api/sessions/${session}`)).body).toMatchObject({
      status: "ended",
      reason: "paid",
      variables: { order: { total: 12 } },
    });
    expect((await call(url, "POST", events, { name: "no name" })).status).toBe(422);
    expect((await call(url, "POST", events, { name: "a", data: "x".repeat(40_000) })).status).toBe(422);
    expect((await call(url, "POST", "/api/contacts/nobody/events", { name: "a" })).status).toBe(404);
  });

  test("an address of the own machine is refused unless the operator allows it", async () => {
    const { url } = await begin(null);
    const { session, contactId } = await start(url);
    await at(url, session, "bad");
    expect(asked).toEqual([]);
    const { body } = await call(url, "GET", `/api/contacts/${contactId}/timeline`);
    expect(JSON.stringify(body)).toContain("is not an address of the public internet");
  });

  test("E-32 cut off by a stop, the same call is made again after the start", async () => {
    answer = () => {};
    const first = await begin("127.0.0.1");
    const { session } = await start(first.url);
    await eventually(
      "the call",
      async () => asked.length,
      (calls) => calls === 1,
    );
    await first.stop();
    server = null;

    answer = (response) => response.end('{"price":4}');
    const second = await begin("127.0.0.1");
    expect(await at(second.url, session, "good")).toMatchObject({ variables: { price: 4 } });
    expect(asked.map((headers) => headers["idempotency-key"])).toEqual([`${session}:1:0`, `${session}:1:0`]);
  });

  test.each(["call-begun", "call-answered"])("E-32 killed at %s, the same call is made again", async (crashAt) => {
    const dying = await spawnServer({ SLUICE_CRASH_AT: crashAt });
    // It may die before it can say which session it started.
    await start(dying.url).catch(() => null);
    expect(await dying.ended).toBe("SIGKILL");
    const before = asked.length;
    const next = await spawnServer({});
    const { session } = (await startAgain(next.url)).body;
    try {
      expect(await at(next.url, session, "good")).toMatchObject({ variables: { price: 3 } });
    } finally {
      next.child.kill("SIGKILL");
      await next.ended;
    }
    expect(before).toBe(crashAt === "call-begun" ? 0 : 1);
    expect(asked).toHaveLength(before + 1);
    for (const headers of asked) expect(headers["idempotency-key"]).toBe(`${session}:1:0`);
  });
});

/** In a process of its own. */
async function spawnServer(environment: Record<string, string>) {
  const main = join(import.meta.dirname, "..", "..", "main.ts");
  const child = spawn(process.execPath, ["--conditions=source", "--no-warnings", main], {
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      LOG_LEVEL: "error",
      DATABASE_URL: `file:${join(folder, "sluice.db")}`,
      HTTP_ALLOW: "127.0.0.1",
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code)),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const address = /http:\/\/localhost:(\d+)/.exec(chunk.toString());
      if (address) resolve(`http://127.0.0.1:${address[1]}`);
    });
    void ended.then((how) => reject(new Error(`the server ended (${how}) before it listened`)));
  });
  return { child, ended, url };
}
