import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { InboxRow } from "../store/store.ts";
import { webhookFront } from "./front.ts";
import { GroupCommit } from "./group-commit.ts";

const SECRET = "front-secret";
const sign = (body: string, secret = SECRET) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

let server: Server;
let url: string;
let stored: InboxRow[];
let received: InboxRow[];
let diskRefuses: boolean;

beforeAll(async () => {
  const front = webhookFront({
    appSecret: SECRET,
    verifyToken: "front-token",
    clock: { now: () => 1_000, schedule: () => () => {} },
    inbox: new GroupCommit<InboxRow>(async (rows) => {
      if (diskRefuses) throw new Error("database or disk is full");
      stored.push(...rows);
    }),
    received: (row) => void received.push(row),
    onError: () => {},
  });
  server = createServer(front);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/whatsapp`;
});

beforeEach(() => {
  stored = [];
  received = [];
  diskRefuses = false;
});

afterAll(() => void server.close());

async function post(body: string, signature: string | null) {
  const response = await fetch(url, {
    method: "POST",
    body,
    ...(signature === null ? {} : { headers: { "x-hub-signature-256": signature } }),
  });
  return { status: response.status, text: await response.text() };
}

describe("a webhook", () => {
  const body = '{"entry":[],"name":"Zoë"}';

  test("is answered with 200 when it is stored, byte by byte, and only then goes on", async () => {
    expect(await post(body, sign(body))).toEqual({ status: 200, text: "OK" });
    expect(stored.map((row) => Buffer.from(row.body).toString("utf8"))).toEqual([body]);
    expect(received).toEqual(stored);
  });

  test.each([
    ["none", null],
    ["of another app", sign(body, "other-secret")],
    ["of another body", sign(`${body} `)],
    ["without its prefix", sign(body).slice(7)],
    ["cut short", sign(body).slice(0, -1)],
    ["empty", ""],
  ])("S10 signature %s: 401, the same answer for each, and nothing is stored", async (_, signature) => {
    expect(await post(body, signature)).toEqual({ status: 401, text: "Unauthorized" });
    expect(stored).toEqual([]);
  });

  test("R11 that the disk refuses is answered with 503, does not go on, and the next one is taken", async () => {
    diskRefuses = true;
    expect((await post(body, sign(body))).status).toBe(503);
    expect(received).toEqual([]);
    diskRefuses = false;
    expect((await post(body, sign(body))).status).toBe(200);
  });

  test("over 3 MB is refused unread", async () => {
    const huge = "x".repeat(3 * 1024 * 1024 + 1);
    expect((await post(huge, sign(huge))).status).toBe(413);
    expect(stored).toEqual([]);
  });
});

describe("the check of the address", () => {
  const check = async (query: Record<string, string>) => {
    const response = await fetch(`${url}?${new URLSearchParams(query)}`);
    return { status: response.status, text: await response.text() };
  };
  const right = { "hub.mode": "subscribe", "hub.verify_token": "front-token", "hub.challenge": "1158201444" };

  test("gives the challenge back, bare", async () => {
    expect(await check(right)).toEqual({ status: 200, text: "1158201444" });
  });

  test.each([
    ["another token", { ...right, "hub.verify_token": "front-tokem" }],
    ["another mode", { ...right, "hub.mode": "unsubscribe" }],
    ["no challenge", { "hub.mode": "subscribe", "hub.verify_token": "front-token" }],
    ["nothing", {}],
  ])("%s: 403", async (_, query) => {
    expect((await check(query as Record<string, string>)).status).toBe(403);
  });
});
