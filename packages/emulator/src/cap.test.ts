import { fc, test } from "@fast-check/vitest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judge, LOCK, type MessageClass, noteBlock } from "./cap.ts";
import { type Contact, ContactBook } from "./contacts.ts";
import { MARIANA, type Rig, SALE, START, saleMessage, startRig } from "./test-support.ts";

const HOUR = 3_600_000;
const NOW = START;

function someone(digits: string, change: Partial<Contact> = {}): Contact {
  return Object.assign(new ContactBook().getOrCreate(digits), change);
}

function judged(
  contact: Contact,
  kind: MessageClass = "marketing",
  rest: { pendingSlots?: number; businessCountry?: string; now?: number } = {},
) {
  const verdict = judge({ contact, class: kind, businessCountry: "BR", pendingSlots: 0, now: NOW, ...rest });
  if (!verdict.delivers) return verdict.code;
  return verdict.takesSlot ? "takes a slot" : "free";
}

describe("the verdict (WR §1, §3)", () => {
  const BR = "5511900000042";
  const open = { lastInboundAt: NOW - 24 * HOUR + 1 };
  const cases: [string, Contact, MessageClass, ReturnType<typeof judged>, Parameters<typeof judged>[2]?][] = [
    ["slots left", someone(BR, { marketingSlots: 1 }), "marketing", "takes a slot"],
    ["no slots", someone(BR, { marketingSlots: 0 }), "marketing", 131049],
    ["the last slot is under way", someone(BR, { marketingSlots: 1 }), "marketing", 131049, { pendingSlots: 1 }],
    ["no limit", someone(BR), "marketing", "free"],
    ["no slots, window open", someone(BR, { marketingSlots: 0, ...open }), "marketing", "free"],
    [
      "no slots, window closed this instant",
      someone(BR, { marketingSlots: 0, lastInboundAt: NOW - 24 * HOUR }),
      "marketing",
      131049,
    ],
    ["no slots, utility", someone(BR, { marketingSlots: 0 }), "utility", "free"],
    ["no slots, authentication", someone(BR, { marketingSlots: 0 }), "authentication", "free"],
    ["locked, slots left", someone(BR, { marketingSlots: 5, lockedUntil: NOW + 1 }), "marketing", 131049],
    ["lock over", someone(BR, { marketingSlots: 5, lockedUntil: NOW }), "marketing", "takes a slot"],
    ["locked, window open", someone(BR, { marketingSlots: 0, lockedUntil: NOW + HOUR, ...open }), "marketing", "free"],
    ["opted out, even in the window", someone(BR, { optedOut: true, ...open }), "marketing", 131050],
    ["opted out, utility", someone(BR, { optedOut: true }), "utility", "free"],
    ["in the experiment", someone(BR, { experiment: true }), "marketing", 130472],
    ["in the experiment, window open", someone(BR, { experiment: true, ...open }), "marketing", "free"],
    ["no slots, recipient in Germany", someone("4915112345678", { marketingSlots: 0 }), "marketing", "free"],
    ["no slots, recipient in Norway", someone("4791234567", { marketingSlots: 0 }), "marketing", "free"],
    ["no slots, recipient in the UK", someone("447911123456", { marketingSlots: 0 }), "marketing", "free"],
    ["no slots, recipient in Japan", someone("819012345678", { marketingSlots: 0 }), "marketing", "free"],
    ["no slots, recipient in South Korea", someone("821012345678", { marketingSlots: 0 }), "marketing", "free"],
    ["no slots, recipient in Switzerland", someone("41791234567", { marketingSlots: 0 }), "marketing", 131049],
    ["no slots, sender in Ireland", someone(BR, { marketingSlots: 0 }), "marketing", "free", { businessCountry: "IE" }],
    ["United States", someone("16505551234"), "marketing", 131049],
    ["United States, window open", someone("16505551234", open), "marketing", 131049],
    ["United States, utility", someone("16505551234"), "utility", "free"],
    ["Canada", someone("14165551234", { marketingSlots: 1 }), "marketing", "takes a slot"],
    ["Jamaica", someone("18765551234", { marketingSlots: 1 }), "marketing", "takes a slot"],
    ["free-form, never wrote", someone(BR), "free-form", 131047],
    ["free-form, window open", someone(BR, open), "free-form", "free"],
    ["free-form, window closed this instant", someone(BR, { lastInboundAt: NOW - 24 * HOUR }), "free-form", 131047],
    ["not on WhatsApp", someone(BR, { onWhatsApp: false, ...open }), "utility", 131026],
  ];
  it.each(cases)("%s", (_, contact, kind, expected, rest) => {
    expect(judged(contact, kind, rest)).toBe(expected);
  });

  test.prop([fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 })])(
    "whoever waits 24 h after each block is never locked; whoever does not, is",
    (waits) => {
      const contact = someone(BR, { marketingSlots: 0 });
      let now = NOW;
      let early = false;
      for (const hours of [0, ...waits]) {
        now += hours * HOUR;
        early ||= contact.lastBlockAt !== null && hours * HOUR < LOCK;
        expect(judged(contact, "marketing", { now })).toBe(131049);
        noteBlock(contact, now);
        expect(contact.lockedUntil !== null).toBe(early);
        if (contact.lockedUntil !== null) expect(contact.lockedUntil).toBeLessThanOrEqual(now + LOCK);
      }
    },
  );
});

describe("over the wire", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    await rig.graph("POST", "/200000000000001/message_templates", SALE);
    await rig.advance(1_000);
  });
  afterEach(() => rig.close());

  const slots = async () => (await rig.control("GET", `/contacts/${MARIANA}`)).body.marketingSlots;
  const sendSale = async () => (await rig.send(saleMessage())).body.messages[0].id as string;
  const outcome = (wamid: string) =>
    rig.statuses(wamid).map(({ status, errors }) => (errors ? `${status} ${errors[0].code}` : status));

  it("takes one slot per delivered template and blocks at zero with a late 131049", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 1 });
    const first = await sendSale();
    expect(await slots()).toBe(1);
    await rig.advance(2_000);
    expect(outcome(first)).toEqual(["sent", "delivered", "read"]);
    expect(await slots()).toBe(0);

    const second = await sendSale();
    await rig.advance(1_100);
    expect(outcome(second)).toEqual([]);
    await rig.advance(200);
    expect(rig.statuses(second)).toEqual([
      {
        id: second,
        status: "failed",
        timestamp: String(Math.floor((START + 1_000 + 2_000 + 1_200) / 1_000)),
        recipient_id: MARIANA.slice(1),
        errors: [
          {
            code: 131049,
            title: "This message was not delivered to maintain healthy ecosystem engagement.",
            message: "This message was not delivered to maintain healthy ecosystem engagement.",
            error_data: {
              details: "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
            },
            href: "/documentation/business-messaging/whatsapp/support/error-codes",
          },
        ],
      },
    ]);
    expect(await slots()).toBe(0);
    const shown = (await rig.control("GET", `/contacts/${MARIANA}/messages`)).body;
    expect(
      shown.map(({ wamid, status, shown, error }: Record<string, unknown>) => ({ wamid, status, shown, error })),
    ).toEqual([
      { wamid: first, status: "read", shown: true },
      { wamid: second, status: "failed", shown: false, error: expect.objectContaining({ code: 131049 }) },
    ]);
  });

  it("lets only one of two racing templates have the last slot", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 1 });
    const both = [await sendSale(), await sendSale()];
    await rig.advance(5_000);
    expect(both.map(outcome)).toEqual([["sent", "delivered", "read"], ["failed 131049"]]);
    expect(await slots()).toBe(0);
  });

  it("locks for 24 h when a blocked template is tried again too early", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 0 });
    await sendSale();
    await rig.advance(23 * HOUR);
    await sendSale();
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 9 });
    await rig.advance(23 * HOUR);
    const locked = await sendSale();
    await rig.advance(2_000);
    expect(outcome(locked)).toEqual(["failed 131049"]);
    await rig.advance(24 * HOUR);
    const after = await sendSale();
    await rig.advance(2_000);
    expect(outcome(after)).toEqual(["sent", "delivered", "read"]);
    expect(await slots()).toBe(8);
  });

  it("delivers after 24 h of patience once there are slots again", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 0 });
    await sendSale();
    await rig.advance(24 * HOUR);
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 1 });
    const again = await sendSale();
    await rig.advance(2_000);
    expect(outcome(again)).toEqual(["sent", "delivered", "read"]);
  });

  it("does not count a template inside the window, opened by a message or a call", async () => {
    for (const act of [{ text: "Hello" }, { call: true }]) {
      await rig.advance(48 * HOUR);
      await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 1 });
      await rig.control("POST", "/inbound", { from: MARIANA, ...act });
      const inside = await sendSale();
      await rig.advance(2_000);
      expect(outcome(inside)).toEqual(["sent", "delivered", "read"]);
      expect(await slots()).toBe(1);
    }
  });

  it("fails free-form with 131047 once 24 h have passed, and lets it pass before", async () => {
    await rig.control("POST", "/inbound", { from: MARIANA, text: "Hello" });
    await rig.advance(24 * HOUR - 5_000);
    const before = (await rig.send({ text: { body: "hi" } })).body.messages[0].id;
    await rig.advance(5_000);
    const answer = await rig.send({ text: { body: "too late" } });
    expect(answer.status).toBe(200);
    await rig.advance(2_000);
    expect(outcome(before)).toEqual(["sent", "delivered", "read"]);
    expect(outcome(answer.body.messages[0].id)).toEqual(["failed 131047"]);
  });

  it("tells of stop and resume, and refuses marketing between them with 131050", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { optedOut: true });
    const refused = await sendSale();
    await rig.advance(2_000);
    await rig.control("PUT", `/contacts/${MARIANA}`, { optedOut: false });
    expect(outcome(refused)).toEqual(["failed 131050"]);
    expect(rig.told("user_preferences").flatMap((value) => value.user_preferences)).toEqual([
      expect.objectContaining({
        wa_id: MARIANA.slice(1),
        category: "marketing_messages",
        value: "stop",
        timestamp: (START + 1_000) / 1_000,
      }),
      expect.objectContaining({ value: "resume", timestamp: (START + 3_000) / 1_000 }),
    ]);
  });
});
