/** E3 as people meet it: a price beside each message, of a flow, of the month, and before a start. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../test-support/api.ts";
import { flowOf, type Loose, startTestServer, type TestServer, text, twoOffers, word } from "./test-server.ts";

const phone = (number: number) => `+55119000007${String(number).padStart(2, "0")}`;
const rates = {
  currency: "USD",
  lines: [
    { country: "BR", from: "2026-10-01", marketing: 0.0625, utility: 0.0068, authentication: 0.0068 },
    { country: "*", from: "2026-10-01", marketing: 0.1, utility: 0.02, authentication: 0.02 },
  ],
};

let server: TestServer;
let channel: string;
beforeAll(async () => {
  server = await startTestServer();
  channel = (await server.api("GET", "/api/channels")).body.items[0].id;
});
afterAll(() => server.stop());

const messagesOf = async (contact: string): Promise<Loose[]> =>
  (await server.api("GET", `/api/contacts/${contact}/timeline`)).body.items.flatMap(({ message }: Loose) =>
    message ? [message] : [],
  );
const costs = async (flow?: string) => (await server.api("GET", `/api/costs${flow ? `?flow=${flow}` : ""}`)).body;
const delivered = (contact: string, count: number) =>
  eventually(
    "delivered messages",
    async () => (await messagesOf(contact)).filter(({ delivery }) => delivery === "delivered" || delivery === "read"),
    (messages) => messages.length >= count,
  );
const contactOf = (number: number) =>
  eventually(
    "the contact",
    async () =>
      (await server.api("GET", `/api/contacts?search=${encodeURIComponent(phone(number))}`)).body.items[0]?.id,
    (id) => id !== undefined,
  );

describe("E3 costs", () => {
  test("without prices: what is charged is said, and that no price is set", async () => {
    await server.publish(twoOffers("paid"));
    const { contactId } = (await server.api("POST", "/api/flows/paid/start", { contact: { phone: phone(1) } })).body;
    const [offer] = await delivered(contactId, 1);
    expect(offer.cost).toMatchObject({ category: "marketing", due: "billed", amount: null, charged: true, told: true });
    expect(offer.cost.sentence).toBe("Marketing to BR: charged, but no price is set for it in the settings.");
    expect(await costs()).toMatchObject({
      total: { count: 1, billed: 1, unpriced: 1, amount: null },
      freeForm: { count: 0, of: 1_000 },
    });
  });

  test("with prices: of the message, of the flow, of the month", async () => {
    const changed = await server.api("PATCH", `/api/channels/${channel}`, { rates });
    expect(changed.body.rates).toEqual(rates);
    const [offer] = await messagesOf(await contactOf(1));
    expect(offer.cost).toMatchObject({ amount: 0.0625, currency: "USD", sentence: "Marketing to BR: USD 0.0625." });
    expect((await costs("paid")).total).toMatchObject({ amount: 0.0625, sentence: "USD 0.0625 for 1 message." });
    expect((await costs("paid")).freeForm).toBeNull();
    expect((await costs()).groups).toEqual([
      { category: "marketing", country: "BR", count: 1, billed: 1, amount: 0.0625 },
    ]);
  });

  test("a free-form answer is one of the free thousand; WhatsApp's receipt says so", async () => {
    await server.publish(flowOf("hi", [word("hi"), text("hello", "Hello")], [["in", "next", "hello"]]));
    await server.control("POST", "/inbound", { from: phone(2), text: "hi" });
    const [hello] = await delivered(await contactOf(2), 1);
    expect(hello.cost).toMatchObject({ category: "service", due: "free", amount: 0, told: true });
    expect((await costs()).freeForm).toEqual({ count: 1, of: 1_000 });
    expect((await costs("hi")).total.sentence).toBe("1 message costs nothing.");
  });

  test("WR §3: a click on an ad that we answer makes everything free for 72 h, a marketing template too", async () => {
    const referral = { sourceId: "ad-1", sourceUrl: "https://fb.me/x", headline: "Sale" };
    await server.control("POST", "/inbound", { from: phone(3), text: "hi", referral });
    const contact = await contactOf(3);
    const [hello] = await delivered(contact, 1);
    expect(hello.cost).toMatchObject({ due: "free", told: true });
    const { freeUntil } = (await server.api("GET", `/api/contacts/${contact}`)).body.ledger;
    expect(Date.parse(freeUntil) - Date.parse(hello.attempts[0].at)).toBe(72 * 3_600_000);
    await server.control("POST", "/clock", { advance: "PT30H" });
    await server.api("POST", "/api/flows/paid/start", { contactId: contact });
    const offer = (await delivered(contact, 2)).at(-1);
    expect(offer).toMatchObject({ class: "marketing", cost: { category: "marketing", due: "free", amount: 0 } });
    expect(offer.cost.sentence).toMatch(/came by an ad/);
    await server.control("POST", "/clock", { advance: "PT42H" });
    expect((await server.api("GET", `/api/contacts/${contact}`)).body.ledger.freeUntil).toBeNull();
  });

  test("before a start: what would go out now, and what it costs", async () => {
    await server.publish(twoOffers("next"));
    const before = await Promise.all(
      [4, 5].map((number) => server.control("POST", "/inbound", { from: phone(number), text: "hm" })),
    );
    expect(before.every(({ status }) => status === 200)).toBe(true);
    const people = [await contactOf(4), await contactOf(5), await contactOf(1)];
    await server.control("POST", "/clock", { advance: "P2D" });
    const { body } = await server.api("POST", "/api/flows/next/forecast", { contactIds: people });
    expect(body.groups.map(({ outcome, count }: Loose) => [outcome, count])).toEqual([
      ["held", 1],
      ["sent", 2],
    ]);
    expect(body.cost).toMatchObject({ count: 2, billed: 2, amount: 0.125, sentence: "USD 0.125 for 2 messages." });
  });

  test("the twin inside the window is free-form, and the forecast says so", async () => {
    await server.control("POST", "/inbound", { from: phone(4), text: "hm" });
    const id = await contactOf(4);
    await eventually(
      "the window",
      async () => (await server.api("POST", "/api/flows/next/forecast", { contactIds: [id] })).body.cost,
      (cost) => cost.undecided === 1,
    );
  });

  test.each([
    [{ currency: "usd", lines: rates.lines }],
    [{ currency: "USD", lines: [] }],
    [{ currency: "USD", lines: [rates.lines[0], rates.lines[0]] }],
    [{ currency: "USD", lines: [{ ...rates.lines[0], from: "2026-02-30" }] }],
    [{ currency: "USD", lines: [{ ...rates.lines[0], marketing: -1 }] }],
  ])("%j is refused", async (wrong) => {
    expect((await server.api("PATCH", `/api/channels/${channel}`, { rates: wrong })).status).toBe(422);
  });

  test("a flow that nobody has is not found; dated rules come with their sources", async () => {
    expect((await server.api("GET", "/api/costs?flow=nobody")).status).toBe(404);
    const { rules } = await costs();
    expect(rules.map(({ id }: Loose) => id)).toEqual(["prices-2024-11", "prices-2025-07", "prices-2026-10"]);
  });
});

test("times in sentences are told in the zone of whoever asks", async () => {
  await server.publish(twoOffers("zones"));
  await server.control("PUT", `/contacts/${encodeURIComponent(phone(9))}`, { marketingSlots: 0 });
  const { contactId } = (await server.api("POST", "/api/flows/zones/start", { contact: { phone: phone(9) } })).body;
  const said = async (zone?: string): Promise<string | undefined> => {
    const headers = zone === undefined ? undefined : { "sluice-time-zone": zone };
    const { items } = (await server.api("GET", `/api/contacts/${contactId}/timeline`, undefined, headers)).body;
    return items.find(({ code }: Loose) => code === "blocked")?.sentence;
  };
  const utc = await eventually(
    "the block",
    () => said(),
    (sentence) => sentence !== undefined,
  );
  expect(await said("UTC")).toBe(utc);
  expect(await said("Nowhere/Atall")).toBe(utc);
  expect(await said("Asia/Tokyo")).not.toBe(utc);
});
