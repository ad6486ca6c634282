import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { postWebhook } from "./post-webhook.ts";
import { MARIANA, type Rig, START, startRig } from "./test-support.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

let rig: Rig;
afterEach(() => rig.close());

const hello = (text = "Olá, ção — 😀") => rig.control("POST", "/inbound", { from: MARIANA, text });
const texts = () =>
  rig.told().flatMap((value) => value.messages?.map((message: { text: { body: string } }) => message.text.body) ?? []);

describe("signature (WR §6)", () => {
  it("is HMAC-SHA256 of exactly the bytes that were posted", async () => {
    rig = await startRig({ credentials: { appSecret: "a secret" } });
    await hello();
    const [{ body, headers } = { body: Buffer.alloc(0), headers: {} as Record<string, string> }] = rig.deliveries;
    expect(body.length).toBeGreaterThan(100);
    expect(headers["x-hub-signature-256"]).toBe(
      `sha256=${createHmac("sha256", "a secret").update(body).digest("hex")}`,
    );
  });

  it("holds for what arrives over HTTP", async () => {
    const received: { body: Buffer; signature: string }[] = [];
    const business = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => {
        received.push({ body: Buffer.concat(parts), signature: String(request.headers["x-hub-signature-256"]) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => business.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(business.address() as AddressInfo).port}/webhooks/whatsapp`;
    rig = await startRig({ deliver: postWebhook(url) });
    expect((await hello()).body.delivered).toBe(true);
    for (const { body, signature } of received) {
      expect(signature).toBe(`sha256=${createHmac("sha256", "emulator-secret").update(body).digest("hex")}`);
    }
    expect(received).toHaveLength(1);
    business.close();
  });
});

describe("retries (WR §6)", () => {
  it("come at once, then less and less often, for 7 days, with the same bytes", async () => {
    rig = await startRig({ answers: () => 500 });
    expect((await hello()).body.delivered).toBe(false);
    await rig.advance(10 * DAY);
    const times = rig.deliveries.map(({ at }) => at - START);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([0, 5 * SECOND, 30 * SECOND, 120 * SECOND]);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(7 * DAY);
    expect(times.at(-1)).toBeGreaterThan(6 * DAY);
    expect(new Set(rig.deliveries.map(({ body }) => body.toString("base64"))).size).toBe(1);
  });

  it("end with the first 200; no other status is one", async () => {
    const answers = [201, 302, 404, 200];
    rig = await startRig({ answers: () => answers.shift() ?? 200 });
    await hello();
    await rig.advance(DAY);
    expect(rig.deliveries).toHaveLength(4);
  });

  it("follow when nobody answers at all", async () => {
    rig = await startRig({
      deliver: async () => {
        throw new Error("connection refused");
      },
    });
    await hello();
    await rig.advance(SECOND);
    const { entries } = (await rig.control("GET", "/log")).body;
    expect(entries.map(({ status, note }: Record<string, unknown>) => [status, note])).toEqual([
      [null, "no answer: connection refused, tried again in 0 s"],
      [null, "no answer: connection refused, try 2, tried again in 5 s"],
    ]);
  });
});

describe("faults", () => {
  it("duplicate", async () => {
    rig = await startRig();
    await rig.control("PUT", "/faults", [{ path: "webhooks", duplicate: 3, count: 1 }]);
    await hello("once");
    await hello("twice");
    await rig.advance(DAY);
    expect(texts()).toEqual(["once", "twice", "once", "once"]);
  });

  it("lose", async () => {
    rig = await startRig();
    await rig.control("PUT", "/faults", [{ path: "webhooks", lose: true, count: 1 }]);
    expect((await hello("lost")).body.delivered).toBe(false);
    await hello("arrives");
    await rig.advance(DAY);
    expect(texts()).toEqual(["arrives"]);
  });

  it("delay", async () => {
    rig = await startRig();
    await rig.control("PUT", "/faults", [{ path: "webhooks", delay: "PT10S", count: 1 }]);
    await hello("late");
    await hello("early");
    await rig.advance(10 * SECOND);
    expect(texts()).toEqual(["early", "late"]);
  });

  it("disorder, the same for the same seed", async () => {
    const run = async () => {
      rig = await startRig();
      await rig.control("PUT", "/faults", { rules: [{ path: "webhooks", disorder: "PT1M" }], seed: 7 });
      for (const text of ["a", "b", "c", "d", "e", "f"]) await hello(text);
      await rig.advance(60 * SECOND);
      const order = texts();
      await rig.close();
      return order;
    };
    const order = await run();
    expect([...order].sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(order).not.toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(await run()).toEqual(order);
    rig = await startRig();
  });

  it("batch: many updates in one body", async () => {
    rig = await startRig();
    await rig.control("PUT", "/faults", [{ path: "webhooks", batch: "PT1S" }]);
    for (const text of ["a", "b", "c"]) await hello(text);
    expect(rig.deliveries).toHaveLength(0);
    await rig.advance(SECOND);
    expect(rig.deliveries).toHaveLength(1);
    expect(texts()).toEqual(["a", "b", "c"]);
  });

  it("the webhooks of one person are lost, the others arrive", async () => {
    rig = await startRig();
    await rig.control("PUT", `/contacts/${MARIANA}`, { losesWebhooks: true });
    await hello("lost");
    await rig.control("POST", "/inbound", { from: "+5511900000017", text: "arrives" });
    expect(texts()).toEqual(["arrives"]);
  });
});

describe("the callback of an emulator on its own", () => {
  it("is verified before it is taken", async () => {
    const seen: string[] = [];
    const business = createServer((request, response) => {
      const query = new URL(request.url ?? "/", "http://business.invalid").searchParams;
      const right = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === "emulator-verify";
      if (request.method === "GET")
        response.writeHead(right && request.url?.startsWith("/good") ? 200 : 403).end(query.get("hub.challenge"));
      else request.resume().on("end", () => response.end(String(seen.push(request.url ?? ""))));
    });
    await new Promise<void>((resolve) => business.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(business.address() as AddressInfo).port}`;
    rig = await startRig();
    // A rig without `deliver` posts to its callback.
    await rig.close();
    const { serveEmulator } = await import("./serve.ts");
    const alone = await serveEmulator({ port: 0 });
    const put = (url: string) =>
      fetch(`${alone.url}/_control/webhook`, { method: "PUT", body: JSON.stringify({ url }) });
    const refused = await put(`${base}/bad`);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({
      errors: [{ path: "url", message: "it answered 403 instead of 200" }],
    });
    expect((await put(`${base}/good`)).status).toBe(200);
    const inbound = await fetch(`${alone.url}/_control/inbound`, {
      method: "POST",
      body: JSON.stringify({ from: MARIANA, text: "hi" }),
    });
    expect(await inbound.json()).toMatchObject({ delivered: true });
    expect(seen).toEqual(["/good"]);
    await alone.close();
    business.close();
    rig = await startRig();
  });
});
