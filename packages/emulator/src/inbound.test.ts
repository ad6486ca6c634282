import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARIANA, type Rig, SALE, START, saleMessage, startRig } from "./test-support.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await rig.graph("POST", "/200000000000001/message_templates", SALE);
  await rig.advance(1_000);
});
afterEach(() => rig.close());

const inbound = (body: Record<string, unknown>) => rig.control("POST", "/inbound", { from: MARIANA, ...body });
const send = async (message: Record<string, unknown>) => {
  const wamid = (await rig.send(message)).body.messages[0].id as string;
  await rig.advance(500);
  return wamid;
};
const lastMessage = () => rig.told().at(-1).messages[0];

const buttonsMessage = (...titles: string[]) => ({
  type: "interactive",
  interactive: {
    type: "button",
    body: { text: "Which?" },
    action: { buttons: titles.map((title) => ({ type: "reply", reply: { id: `id-${title}`, title } })) },
  },
});

describe("what arrives at the business (WR §6)", () => {
  it("a text, whole", async () => {
    const { body } = await inbound({ text: "Olá" });
    const contact = (await rig.control("GET", `/contacts/${MARIANA}`)).body;
    expect(body).toEqual({ wamid: expect.stringMatching(/^wamid\./), delivered: true });
    expect(JSON.parse(rig.deliveries.at(-1)?.body.toString("utf8") ?? "")).toEqual({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "200000000000001",
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: "551155550100", phone_number_id: "100000000000001" },
                contacts: [{ profile: { name: "Mariana Costa" }, wa_id: "5511900000042", user_id: contact.userId }],
                messages: [
                  {
                    from: "5511900000042",
                    from_user_id: contact.userId,
                    id: body.wamid,
                    timestamp: String((START + 1_000) / 1_000),
                    type: "text",
                    text: { body: "Olá" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    expect(contact.userId).toMatch(/^BR\.\d+$/);
  });

  it.each([
    [
      "location",
      { location: { latitude: -23.5, longitude: -46.6, name: "Sé" } },
      { type: "location", location: { latitude: -23.5, longitude: -46.6, name: "Sé" } },
    ],
    [
      "image",
      { media: "image" },
      { type: "image", image: { id: expect.any(String), mime_type: "image/png", sha256: expect.any(String) } },
    ],
    [
      "document",
      { media: { type: "document", filename: "a.txt", caption: "see" } },
      { type: "document", document: { filename: "a.txt", caption: "see", mime_type: "text/plain" } },
    ],
    [
      "referral",
      { text: "Hi", referral: { sourceId: "ad-1" } },
      { type: "text", referral: { source_id: "ad-1", source_type: "ad" } },
    ],
    ["referral alone", { referral: {} }, { type: "text", text: { body: "Hello! Can I get more info on this?" } }],
  ])("%s", async (_, content, expected) => {
    expect((await inbound(content)).status).toBe(200);
    expect(lastMessage()).toMatchObject(expected);
  });

  it("a call, on its own field; it opens the window", async () => {
    const { body } = await inbound({ call: true });
    expect(rig.told("calls").flatMap((value) => value.calls)).toEqual([
      expect.objectContaining({
        id: body.wamid,
        event: "connect",
        from: MARIANA.slice(1),
        direction: "USER_INITIATED",
      }),
      expect.objectContaining({ id: body.wamid, event: "terminate" }),
    ]);
    expect((await rig.control("GET", `/contacts/${MARIANA}`)).body.window).toEqual({
      open: true,
      until: "2026-11-28T09:00:01Z",
    });
  });

  it("a reaction does not open the window (WR §1.3)", async () => {
    const wamid = await send(saleMessage());
    await inbound({ reaction: "❤️" });
    expect(lastMessage()).toMatchObject({ type: "reaction", reaction: { message_id: wamid, emoji: "❤️" } });
    expect((await rig.control("GET", `/contacts/${MARIANA}`)).body.window).toEqual({ open: false, until: null });
  });

  it("an answer to a message carries its context", async () => {
    const wamid = await send(saleMessage());
    await inbound({ text: "Nice", on: wamid });
    expect(lastMessage().context).toEqual({ from: "551155550100", id: wamid });
  });

  it("unknown people are made, with no limit on marketing", async () => {
    await rig.control("POST", "/inbound", { from: "+5548999990000", text: "Oi" });
    expect((await rig.control("GET", "/contacts/+5548999990000")).body).toMatchObject({
      marketingSlots: null,
      name: "+5548999990000",
    });
  });
});

describe("taps", () => {
  it("on a template: type button, its text as payload", async () => {
    const wamid = await send(saleMessage());
    await inbound({ tap: "Show me" });
    expect(lastMessage()).toMatchObject({
      type: "button",
      button: { payload: "Show me", text: "Show me" },
      context: { from: "551155550100", id: wamid },
    });
  });

  it("on a template sent with a payload: that payload", async () => {
    await send(
      saleMessage("Asha", [
        { type: "button", sub_type: "quick_reply", index: "1", parameters: [{ type: "payload", payload: "later:1" }] },
      ]),
    );
    for (const tap of ["later:1", "Maybe later", "maybe LATER"]) {
      await inbound({ tap });
      expect(lastMessage().button).toEqual({ payload: "later:1", text: "Maybe later" });
    }
  });

  it("on buttons: button_reply; on a row: list_reply with its description", async () => {
    await inbound({ text: "Hello" });
    const first = await send(buttonsMessage("Yes", "No"));
    await inbound({ tap: "id-No" });
    expect(lastMessage()).toMatchObject({
      context: { id: first },
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { id: "id-No", title: "No" } },
    });
    const sections = [{ rows: [{ id: "sofa", title: "Sofas", description: "For two" }] }];
    await send({
      type: "interactive",
      interactive: { type: "list", body: { text: "Room?" }, action: { button: "Choose", sections } },
    });
    await inbound({ tap: "Sofas" });
    expect(lastMessage().interactive).toEqual({
      type: "list_reply",
      list_reply: { id: "sofa", title: "Sofas", description: "For two" },
    });
  });

  it("go to the newest message that has it, or to the one that is named", async () => {
    await inbound({ text: "Hello" });
    const [older, newer] = [await send(buttonsMessage("Yes", "No")), await send(buttonsMessage("Yes"))];
    await inbound({ tap: "Yes" });
    expect(lastMessage().context.id).toBe(newer);
    await inbound({ tap: "No" });
    expect(lastMessage().context.id).toBe(older);
    await inbound({ tap: "Yes", on: older });
    expect(lastMessage().context.id).toBe(older);
  });

  it("are refused on what the phone does not show", async () => {
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 0 });
    const blocked = await send(saleMessage());
    await rig.advance(2_000);
    for (const on of [undefined, blocked]) {
      const { status, body } = await inbound({ tap: "Show me", ...(on ? { on } : {}) });
      expect(status).toBe(422);
      expect(body).toMatchObject({
        status: 422,
        errors: [
          {
            path: "tap",
            message: expect.stringMatching(/no button or row "Show me".*a message must be delivered first/),
          },
        ],
      });
    }
    expect((await inbound({ tap: "Show me", on: "wamid.none" })).body.errors[0].path).toBe("on");
  });

  it("name what could be tapped instead", async () => {
    await send(saleMessage());
    expect((await inbound({ tap: "Shop" })).body.detail).toMatch(/it shows "Show me", "Maybe later"\.$/);
  });

  it("answer a form with its fields", async () => {
    await inbound({ text: "Hello" });
    const parameters = { flow_message_version: "3", flow_id: "1", flow_cta: "Open" };
    const wamid = await send({
      type: "interactive",
      interactive: { type: "flow", body: { text: "Details" }, action: { name: "flow", parameters } },
    });
    await inbound({ form: { email: "a@b.example" } });
    expect(lastMessage()).toMatchObject({
      context: { id: wamid },
      interactive: { type: "nfm_reply", nfm_reply: { name: "flow", response_json: '{"email":"a@b.example"}' } },
    });
  });
});
