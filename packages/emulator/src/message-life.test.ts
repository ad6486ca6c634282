import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARIANA, type Rig, SALE, START, saleMessage, startRig } from "./test-support.ts";

const DAY = 24 * 3_600_000;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await rig.graph("POST", "/200000000000001/message_templates", SALE);
  await rig.advance(1_000);
});
afterEach(() => rig.close());

const put = (change: Record<string, unknown>) => rig.control("PUT", `/contacts/${MARIANA}`, change);
const write = (text = "Hello") => rig.control("POST", "/inbound", { from: MARIANA, text });
const send = async (message: Record<string, unknown>) => (await rig.send(message)).body.messages[0].id as string;
const names = (wamid: string) => rig.statuses(wamid).map(({ status }) => status);

describe("statuses (WR §6)", () => {
  it("come one after another, with the business's own data and the price on two of them", async () => {
    const wamid = await send({ ...saleMessage(), biz_opaque_callback_data: "attempt-7" });
    const seen: [number, string][] = [];
    for (const step of [150, 250, 1_000]) {
      await rig.advance(step);
      seen.push([rig.clock.now() - START - 1_000, rig.statuses(wamid).at(-1).status]);
    }
    expect(seen).toEqual([
      [150, "sent"],
      [400, "delivered"],
      [1_400, "read"],
    ]);
    const base = {
      id: wamid,
      recipient_id: MARIANA.slice(1),
      biz_opaque_callback_data: "attempt-7",
      timestamp: expect.stringMatching(/^\d{10}$/),
    };
    const pricing = { billable: true, pricing_model: "PMP", type: "regular", category: "marketing" };
    expect(rig.statuses(wamid)).toEqual([
      { ...base, status: "sent", pricing },
      { ...base, status: "delivered", pricing },
      { ...base, status: "read" },
    ]);
  });

  it("wait at sent until the phone is online, and take the slot only then", async () => {
    await put({ online: false, marketingSlots: 1 });
    const wamid = await send(saleMessage());
    await rig.advance(3 * DAY);
    expect(names(wamid)).toEqual(["sent"]);
    expect((await put({ online: true })).body.marketingSlots).toBe(1);
    await rig.advance(2_000);
    expect(names(wamid)).toEqual(["sent", "delivered", "read"]);
    expect((await rig.control("GET", `/contacts/${MARIANA}`)).body.marketingSlots).toBe(0);
  });

  it("end silently when a phone stays off for 30 days, and give the slot back", async () => {
    await put({ online: false, marketingSlots: 1 });
    const dropped = await send(saleMessage());
    await rig.advance(30 * DAY);
    await put({ online: true });
    await rig.advance(2_000);
    expect(names(dropped)).toEqual(["sent"]);
    const next = await send(saleMessage());
    await rig.advance(2_000);
    expect(names(next)).toEqual(["sent", "delivered", "read"]);
  });

  it("stop at delivered until the person opens the chat", async () => {
    await put({ autoRead: false });
    const wamid = await send(saleMessage());
    await rig.advance(DAY);
    expect(names(wamid)).toEqual(["sent", "delivered"]);
    expect((await rig.control("POST", `/contacts/${MARIANA}/read`)).body).toEqual({ read: 1 });
    expect(names(wamid)).toEqual(["sent", "delivered", "read"]);
  });

  it("name the user id where the send did", async () => {
    const { userId } = (await rig.control("GET", `/contacts/${MARIANA}`)).body;
    const wamid = await send({ to: undefined, recipient: userId, ...saleMessage() });
    await rig.advance(200);
    expect(rig.statuses(wamid)).toEqual([expect.objectContaining({ recipient_user_id: userId })]);
    expect(rig.statuses(wamid)[0]).not.toHaveProperty("recipient_id");
  });
});

describe("pricing (WR §3)", () => {
  const priced = async (message: Record<string, unknown>) => {
    const wamid = await send(message);
    await rig.advance(200);
    return rig.statuses(wamid)[0].pricing;
  };

  it("free-form is free for the first 1,000 of a month", async () => {
    await write();
    expect(await priced({ text: { body: "hi" } })).toEqual({
      billable: false,
      pricing_model: "PMP",
      type: "free_customer_service",
      category: "service",
    });
    rig.emulator.world.serviceMessages.set("2026-11", 1_000);
    expect(await priced({ text: { body: "hi" } })).toEqual({
      billable: true,
      pricing_model: "PMP",
      type: "regular",
      category: "service",
    });
  });

  it("utility costs inside the window too, since October 2026", async () => {
    await rig.graph("POST", "/200000000000001/message_templates", { ...SALE, name: "update", category: "UTILITY" });
    await write();
    const message = saleMessage();
    expect(await priced({ ...message, template: { ...message.template, name: "update" } })).toMatchObject({
      billable: true,
      category: "utility",
    });
  });

  it("nothing costs for 72 h after we answer somebody who came through an ad", async () => {
    await rig.control("POST", "/inbound", { from: MARIANA, referral: { sourceId: "ad-1", headline: "Sale" } });
    const free = { billable: false, pricing_model: "PMP", type: "free_entry_point", category: "referral_conversion" };
    expect(await priced({ text: { body: "hi" } })).toEqual(free);
    await rig.advance(3 * DAY - 2_000);
    expect(await priced(saleMessage())).toEqual(free);
    await rig.advance(2_000);
    expect(await priced(saleMessage())).toMatchObject({ type: "regular", category: "marketing" });
  });

  it("marketing through its own endpoint is marketing_lite", async () => {
    const answer = await rig.graph("POST", "/100000000000001/marketing_messages", {
      messaging_product: "whatsapp",
      to: MARIANA,
      ...saleMessage(),
    });
    await rig.advance(200);
    expect(rig.statuses(answer.body.messages[0].id)[0].pricing.category).toBe("marketing_lite");
  });
});

describe("marks from the business", () => {
  it("read marks this and earlier messages; typing reaches the phone", async () => {
    await write("one");
    const { wamid } = (await write("two")).body;
    const typing: unknown[] = [];
    rig.emulator.world.listeners.add((event) => event.type === "typing" && typing.push(event));
    const answer = await rig.graph("POST", "/100000000000001/messages", {
      messaging_product: "whatsapp",
      status: "read",
      message_id: wamid,
      typing_indicator: { type: "text" },
    });
    expect(answer).toEqual({ status: 200, body: { success: true } });
    const shown = (await rig.control("GET", `/contacts/${MARIANA}/messages`)).body;
    expect(shown.map(({ text, status }: Record<string, unknown>) => [text, status])).toEqual([
      ["one", "read"],
      ["two", "read"],
    ]);
    expect(typing).toHaveLength(1);
  });

  it("a reaction to a message of another chat fails late with 131009", async () => {
    await write();
    const wamid = await send({ type: "reaction", reaction: { message_id: "wamid.elsewhere", emoji: "👍🏽" } });
    await rig.advance(2_000);
    expect(rig.statuses(wamid)).toEqual([
      expect.objectContaining({ status: "failed", errors: [expect.objectContaining({ code: 131009 })] }),
    ]);
  });

  it("a reaction to what the person wrote shows on it", async () => {
    const { wamid } = (await write()).body;
    await send({ type: "reaction", reaction: { message_id: wamid, emoji: "👍🏽" } });
    const shown = (await rig.control("GET", `/contacts/${MARIANA}/messages`)).body;
    expect(shown[0]).toMatchObject({ wamid, reaction: "👍🏽" });
  });
});
