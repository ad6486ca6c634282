/** What operators see over HTTP, from the real server. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entry, flowOf, startTestServer, type TestServer, text, twoOffers, word } from "../http/test-server.ts";
import { eventually } from "../test-support/api.ts";

const PHONE = "+5511900000071";
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const metrics = async () => (await server.api("GET", "/metrics")).body as string;
const value = (all: string, name: string) => Number(new RegExp(`^${name} (.*)$`, "m").exec(all)?.[1] ?? Number.NaN);

describe("metrics", () => {
  test("are those of docs/operations.md, and no others", async () => {
    const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "..", "docs", "operations.md"), "utf8");
    const documented = new Set([...page.matchAll(/`(sluice_\w+)`/g)].map((match) => match[1]));
    const told = new Set([...(await metrics()).matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]));
    expect([...told].sort()).toEqual([...documented].sort());
  });

  test("count what happens", async () => {
    await server.publish(twoOffers("offers"));
    const started = await server.api("POST", "/api/flows/offers/start", { contact: { phone: PHONE } });
    expect(started.body.state).toBe("started");
    await server.control("POST", "/clock", { advance: "PT2H" });
    await server.api("POST", "/webhooks/whatsapp", "{}", { "x-hub-signature-256": "sha256=00" });
    const all = await metrics();
    expect(value(all, 'sluice_sends_total\\{outcome="accepted"\\}')).toBe(1);
    expect(value(all, 'sluice_held_messages\\{rule="D2"\\}')).toBe(1);
    expect(value(all, 'sluice_decisions_total\\{code="held",rule="D2"\\}')).toBe(1);
    expect(value(all, 'sluice_webhooks_total\\{outcome="unauthorized"\\}')).toBe(1);
    expect(value(all, "sluice_webhook_ack_seconds_count")).toBeGreaterThan(0);
    expect(value(all, "sluice_timer_late_seconds_count")).toBeGreaterThan(0);
    for (const name of ["inbox_pending", "outbox_depth", "unknown_messages", "timers_overdue"])
      expect([name, value(all, `sluice_${name}`)]).toEqual([name, 0]);
  });

  test("count blocks and the tries after them", async () => {
    const blocked = "+5511900000072";
    await server.control("PUT", `/contacts/${blocked}`, { marketingSlots: 0 });
    await server.api("POST", "/api/flows/offers/start", { contact: { phone: blocked } });
    await eventually("the block", metrics, (all) => value(all, "sluice_cap_blocks_total") === 1);
    await server.control("PUT", `/contacts/${blocked}`, { marketingSlots: 2 });
    await server.control("POST", "/clock", { advance: "PT30H" });
    const all = await metrics();
    expect(value(all, 'sluice_retries_total\\{code="131049"\\}')).toBe(1);
  });
});

describe("a person", () => {
  const find = async (phone: string) => {
    const { body } = await server.api("GET", `/api/contacts?search=${encodeURIComponent(phone)}`);
    return body.items[0]?.id as string | undefined;
  };

  test("gets all that is stored, and is forgotten; what they had stopped stays stopped", async () => {
    const phone = "+5511900000073";
    await server.publish(flowOf("hello", [word("hello"), text("say", "Good day")], [["in", "next", "say"]]));
    await server.control("POST", "/inbound", { from: phone, text: "hello" });
    await server.control("POST", "/inbound", { from: phone, text: "STOP" });
    const id = (await find(phone)) ?? "";
    const { status, body } = await server.api("GET", `/api/contacts/${id}/export`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ contact: { identity: { phone } }, ledger: { stoppedByWordAt: expect.any(Number) } });
    for (const part of ["hello", "Good day", "STOP"]) expect(JSON.stringify(body.timeline)).toContain(part);

    expect((await server.api("DELETE", `/api/contacts/${id}`)).body).toMatchObject({ erased: true, sessions: 1 });
    for (const path of [`/api/contacts/${id}`, `/api/contacts/${id}/export`, `/api/contacts/${id}/timeline`])
      expect([path, (await server.api("GET", path)).status]).toEqual([path, 404]);
    expect((await server.api("DELETE", `/api/contacts/${id}`)).status).toBe(404);
    expect(await find(phone)).toBeUndefined();

    await server.publish(flowOf("again", [entry("any-message"), text("say", "Who are you?")], [["in", "next", "say"]]));
    await server.control("POST", "/inbound", { from: phone, text: "It is me" });
    const back = (await find(phone)) ?? "";
    expect(back).not.toBe(id);
    const ledger = (await server.api("GET", `/api/contacts/${back}`)).body.ledger;
    expect(ledger).toMatchObject({ stoppedAt: expect.any(String), stoppedBy: "word" });
  });

  test("is forgotten with a send that waits, and nothing of it goes out later", async () => {
    const id = (await find(PHONE)) ?? "";
    const shown = async () => (await server.control("GET", `/contacts/${PHONE}/messages`)).body.length as number;
    const before = await shown();
    expect((await server.api("DELETE", `/api/contacts/${id}`)).body).toMatchObject({ erased: true });
    await server.control("POST", "/clock", { advance: "P20D" });
    expect(await shown()).toBe(before);
    expect((await server.api("GET", "/readyz")).body.ready).toBe(true);
  });
});
