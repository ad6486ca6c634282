import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARIANA, type Rig, SALE, saleMessage, startRig } from "./test-support.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

describe("contacts", () => {
  it("four Brazilians are there from the start, with three slots each and an active cap", async () => {
    const { contacts, next } = (await rig.control("GET", "/contacts")).body;
    expect(next).toBeNull();
    expect(
      contacts.map(({ phone, name, marketingSlots, capActive, country }: Record<string, unknown>) => [
        phone,
        name,
        marketingSlots,
        capActive,
        country,
      ]),
    ).toEqual([
      ["+5511900000042", "Mariana Costa", 3, true, "BR"],
      ["+5511900000017", "João Teixeira", 3, true, "BR"],
      ["+5521900000028", "Ana Beatriz Souza", 3, true, "BR"],
      ["+5531900000035", "Rafael Lima", 3, true, "BR"],
    ]);
  });

  it("PUT makes whom it does not know and changes only what it names; null is no limit", async () => {
    const made = await rig.control("PUT", "/contacts/%2B4915112345678", { name: "Uwe" });
    expect(made).toMatchObject({
      status: 200,
      body: { phone: "+4915112345678", name: "Uwe", marketingSlots: null, online: true, capActive: false },
    });
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 0 });
    await rig.control("PUT", `/contacts/${MARIANA}`, { online: false });
    expect((await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: null })).body).toMatchObject({
      marketingSlots: null,
      online: false,
    });
  });

  it("the list can be paged", async () => {
    const first = (await rig.control("GET", "/contacts?limit=3")).body;
    const second = (await rig.control("GET", `/contacts?limit=3&after=${first.next}`)).body;
    expect([first.contacts.length, second.contacts.length, second.next]).toEqual([3, 1, null]);
  });

  it("messages show a template filled in, with its buttons and links", async () => {
    await rig.graph("POST", "/200000000000001/message_templates", SALE);
    await rig.send(saleMessage("Mariana"));
    await rig.advance(2_000);
    const [message] = (await rig.control("GET", `/contacts/${MARIANA}/messages`)).body;
    expect(message).toMatchObject({
      direction: "from-business",
      type: "template",
      template: "spring_sale",
      category: "MARKETING",
      header: "Early access",
      text: "Hi Mariana, 30 % off everything until Sunday night.",
      footer: "Reply STOP to end offers",
      buttons: [
        { id: "Show me", title: "Show me" },
        { id: "Maybe later", title: "Maybe later" },
      ],
      links: [{ kind: "url", title: "Shop", value: "https://shop.example/sale" }],
      status: "read",
      shown: true,
      tookSlot: true,
      at: "2026-11-27T09:00:00Z",
    });
    expect(message).not.toHaveProperty("error");
  });
});

describe("the clock", () => {
  it("shows, moves by a duration and to an instant", async () => {
    expect((await rig.control("GET", "/clock")).body).toEqual({ now: "2026-11-27T09:00:00Z" });
    expect((await rig.control("POST", "/clock", { advance: "PT24H" })).body).toEqual({ now: "2026-11-28T09:00:00Z" });
    expect((await rig.control("POST", "/clock", { set: "2026-11-29T00:00:00-03:00" })).body).toEqual({
      now: "2026-11-29T03:00:00Z",
    });
  });

  it("answers when everything due has run and been told", async () => {
    await rig.control("POST", "/inbound", { from: MARIANA, text: "hi" });
    await rig.send({ text: { body: "hello" } });
    await rig.control("POST", "/clock", { advance: "PT2S" });
    expect(rig.statuses().map(({ status }) => status)).toEqual(["sent", "delivered", "read"]);
  });

  it("does not go back", async () => {
    const { status, body } = await rig.control("POST", "/clock", { set: "2026-11-27T08:59:59Z" });
    expect([status, body.errors[0].path]).toEqual([422, "set"]);
    expect(body.detail).toMatch(/only moves forward/);
  });
});

describe("problems name the field (RFC 9457)", () => {
  const cases: [string, string, unknown, number, string][] = [
    ["POST", "/inbound", { from: MARIANA, text: "a", colour: 1 }, 422, "colour"],
    ["POST", "/inbound", { from: "Mariana", text: "a" }, 422, "from"],
    ["POST", "/inbound", { from: MARIANA }, 422, ""],
    ["POST", "/inbound", { from: MARIANA, text: "a", tap: "b" }, 422, ""],
    ["POST", "/inbound", { from: MARIANA, media: { type: "gif" } }, 422, "media.type"],
    ["POST", "/inbound", { from: MARIANA, location: { latitude: 200, longitude: 0 } }, 422, "location.latitude"],
    ["PUT", `/contacts/${MARIANA}`, { marketingSlots: -1 }, 422, "marketingSlots"],
    ["PUT", `/contacts/${MARIANA}`, { marketingSlot: 1 }, 422, "marketingSlot"],
    ["PUT", "/contacts/Mariana", {}, 400, "phone"],
    ["POST", "/clock", {}, 422, ""],
    ["POST", "/clock", { advance: "1 day" }, 422, "advance"],
    ["POST", "/clock", { set: "tomorrow" }, 422, "set"],
    ["PUT", "/faults", { rules: [{ path: "*", probability: 2 }] }, 422, "rules.0.probability"],
    ["PUT", "/webhook", { url: "ftp://a.example" }, 422, "url"],
    ["POST", "/templates/none/status", { status: "PAUSED" }, 404, ""],
    ["GET", "/contacts/+5548999990000", undefined, 404, ""],
    ["GET", "/nonsense", undefined, 404, ""],
    ["GET", "/log?limit=0", undefined, 422, "limit"],
  ];
  it.each(cases)("%s %s %j", async (method, path, body, status, field) => {
    const answer = await rig.control(method, path, body);
    expect(answer).toMatchObject({
      status,
      body: { type: "about:blank", title: expect.any(String), status, detail: expect.any(String) },
    });
    if (answer.body.errors.length > 0) expect(answer.body.errors[0].path).toBe(field);
    else expect(field).toBe("");
  });

  it("broken and oversized JSON", async () => {
    expect(await rig.control("POST", "/inbound", "{")).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/not JSON/) },
    });
    const large = JSON.stringify({ from: MARIANA, text: "x".repeat(25 * 1024 * 1024) });
    expect(await rig.control("POST", "/inbound", large)).toMatchObject({ status: 413 });
  });
});

describe("the log", () => {
  it("keeps requests and webhooks verbatim, without the token, and pages forward", async () => {
    const body = '{"messaging_product":"whatsapp",  "to":"+5511900000042","text":{"body":"hi"}}';
    await rig.graph("POST", "/100000000000001/messages", body);
    await rig.control("POST", "/inbound", { from: MARIANA, text: "hello" });
    const page = (await rig.control("GET", "/log?limit=1")).body;
    expect(page.entries).toEqual([
      expect.objectContaining({
        seq: 1,
        kind: "request",
        method: "POST",
        path: "/v25.0/100000000000001/messages",
        body,
        status: 200,
        at: "2026-11-27T09:00:00.000Z",
      }),
    ]);
    expect(JSON.stringify(page)).not.toContain("emulator-token");
    const rest = (await rig.control("GET", `/log?after=${page.next}`)).body;
    expect(rest.entries).toEqual([
      expect.objectContaining({
        kind: "webhook",
        path: "callback",
        status: 200,
        body: rig.deliveries.at(-1)?.body.toString("utf8"),
      }),
    ]);
  });
});

describe("events", () => {
  it("stream what happens, as it happens", async () => {
    const response = await fetch(`${rig.url}/_control/events`);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    await rig.control("POST", "/inbound", { from: MARIANA, text: "hi" });
    await rig.send({ text: { body: "hello" } });
    await rig.control("POST", "/clock", { advance: "PT2S" });
    let text = "";
    while (!text.includes('2026-11-27T09:00:02Z"}')) text += (await reader.read()).value ?? "";
    await reader.cancel();
    const events = [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, type, data]) => ({
      type,
      data: JSON.parse(data ?? ""),
    }));
    expect(events.map(({ type, data }) => data.message?.status ?? data.window?.open ?? type)).toEqual([
      "clock",
      "received",
      true,
      "accepted",
      "sent",
      "delivered",
      "read",
      "clock",
    ]);
    expect(events[1]?.data).toMatchObject({ phone: MARIANA, message: { text: "hi", direction: "from-contact" } });
  });
});
