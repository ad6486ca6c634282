import type { OutgoingContent } from "@sluice/shared/messages/outgoing";
import type { TimelinePartView } from "@sluice/shared/protocol/contact";
import type { MessageView } from "@sluice/shared/protocol/message";
import { describe, expect, test } from "vitest";
import { costWords, incomingBubble, messageNote, outgoingBubble, ticksOf, withDays } from "./timeline-items.ts";

const text: OutgoingContent = { kind: "text", text: "Lovely." };
const template: OutgoingContent = {
  kind: "template",
  name: "bf_early",
  language: "en",
  parameters: { header: [], body: [], buttons: [] },
  shown: { header: "Early access", body: "30 % off", buttons: [{ type: "quick-reply", title: "Show me" }] },
};

function message(fields: Partial<MessageView>): MessageView {
  return {
    id: "m",
    contact: "c",
    channel: "ch",
    name: "Early access",
    origin: {
      kind: "flow",
      by: null,
      flow: "f",
      flowName: "Sale",
      revision: 1,
      session: "s",
      node: "n",
      test: false,
    },
    class: "marketing",
    shown: template,
    content: template,
    twin: null,
    state: "sent",
    reason: null,
    delivery: "delivered",
    gate: null,
    deadline: null,
    blocks: 0,
    maxTries: 5,
    createdAt: 0,
    attempts: [],
    cost: null,
    ...fields,
  };
}

describe("E3: the price beside a message", () => {
  const cost = {
    category: "marketing" as const,
    due: "billed" as const,
    amount: 0.0625,
    currency: "USD",
    charged: true,
    rules: "prices-2026-10",
    told: true,
    sentence: "Marketing to BR: USD 0.0625.",
  };
  test.each([
    [cost, "USD 0.0625"],
    [{ ...cost, amount: null }, "charged"],
    [{ ...cost, charged: false }, ""],
    [{ ...cost, due: "free" as const, amount: 0, charged: false }, "free"],
    [{ ...cost, due: "allowance" as const, amount: null }, "free or utility price"],
    [null, ""],
  ])("%o", (given, words) => expect(costWords(given)).toBe(words));
});

describe("what stands under a message", () => {
  const agent = { ...message({}).origin, kind: "agent" as const, by: "Ines" };
  test.each([
    [message({}), "Marketing template"],
    [message({ shown: text }), "Marketing as an interactive message"],
    [message({ delivery: "held" }), "Marketing template, held, not sent yet"],
    [message({ delivery: "held", blocks: 1 }), "Marketing template, blocked, not shown yet"],
    [message({ delivery: "failed" }), "Marketing template, never shown to Asha"],
    [message({ delivery: "withdrawn" }), "Marketing template, withdrawn, not sent"],
    [message({ class: "free-form", shown: text }), "Early access"],
    [message({ class: "free-form", shown: text, origin: agent }), "Ines"],
    [message({ origin: { ...message({}).origin, test: true } }), "Marketing template, test"],
  ])("case %#", (given, note) => {
    expect(messageNote(given, "Asha")).toBe(note);
  });
});

test.each([
  ["read", "read"],
  ["sent", "sent"],
  ["sending", "waiting"],
  ["held", "held"],
  ["unknown", "waiting"],
  ["failed", "never"],
  ["expired", "never"],
] as const)("%s is shown as %s", (delivery, ticks) => {
  expect(ticksOf(message({ delivery }))).toBe(ticks);
});

test("a template is drawn as the phone shows it", () => {
  expect(outgoingBubble(template)).toEqual({
    header: "Early access",
    text: "30 % off",
    footer: undefined,
    buttons: [{ id: "0", title: "Show me", kind: "reply" }],
  });
});

test("a tap shows its label, a photo without words says that it is one", () => {
  expect(incomingBubble({ kind: "tap", on: "template", id: "0", title: "Show me" }, "Show me")).toMatchObject({
    text: "Show me",
    note: "Tapped",
  });
  expect(incomingBubble({ kind: "media", media: "image", mediaId: "1" }, "")).toMatchObject({
    text: "",
    media: "Photo",
  });
});

test("a message that was held stands where it went out, not where it was meant to", () => {
  const at = (hour: number) => Date.parse(`2026-11-28T${hour}:00:00Z`);
  const attempt = {
    id: "a",
    as: "interactive",
    rule: "D3",
    state: "read",
    at: at(14),
    wamid: "w",
    acceptedAt: at(14),
    deliveredAt: null,
    readAt: null,
    failedAt: null,
    code: null,
  } as const;
  const place = { channel: "ch" };
  const held: TimelinePartView = {
    kind: "message",
    position: "1",
    at: at(11),
    ...place,
    message: message({ attempts: [attempt] }),
  };
  const wrote: TimelinePartView = {
    kind: "inbound",
    position: "2",
    at: at(13),
    ...place,
    wamid: "w2",
    content: { kind: "text", text: "Hi" },
    text: "Hi",
  };
  expect(withDays([held, wrote], at(15)).map(({ position, kind }) => [kind, position])).toEqual([
    ["day", expect.any(String)],
    ["inbound", "2"],
    ["message", "1"],
  ]);
});

test("each day begins with its name, once", () => {
  const part = (position: string, at: string): TimelinePartView => ({
    kind: "inbound",
    position,
    at: Date.parse(at),
    channel: "ch",
    wamid: position,
    content: { kind: "text", text: "Hi" },
    text: "Hi",
  });
  const noon = Date.parse("2026-11-28T12:00:00Z");
  const kinds = withDays(
    [part("1", "2026-11-24T12:00:00Z"), part("2", "2026-11-28T11:00:00Z"), part("3", "2026-11-28T11:30:00Z")],
    noon,
  ).map((item) => (item.kind === "day" ? item.words : item.position));
  expect(kinds).toEqual(["Tuesday", "1", "Today", "2", "3"]);
});

test.each<[OutgoingContent, object]>([
  [
    { kind: "location", latitude: 1, longitude: 2, name: "Shop" },
    { text: "Shop", media: "Location 1, 2" },
  ],
  [
    { kind: "contacts", contacts: [{ name: "A" }, { name: "B" }] },
    { text: "A\nB", media: "2 contacts" },
  ],
  [
    { kind: "location-request", body: "Where?" },
    { text: "Where?", buttons: [{ kind: "location" }] },
  ],
  [
    { kind: "form", body: "Size?", label: "Open", form: { id: "1" }, headerMedia: { media: "image", mediaId: "1" } },
    { text: "Size?", media: "Photo", buttons: [{ kind: "form", title: "Open" }] },
  ],
  [
    { kind: "product", catalogId: "1", productId: "tea" },
    { text: "", media: "Product tea" },
  ],
  [
    { kind: "catalog", body: "All" },
    { text: "All", buttons: [{ kind: "product" }] },
  ],
])("what was sent: %j", (content, bubble) => {
  expect(outgoingBubble(content)).toMatchObject(bubble);
});

test.each([
  [
    { kind: "form" as const, response: { size: "L", flow_token: "x" } },
    { text: "size: L", note: "Filled in a form" },
  ],
  [
    { kind: "order" as const, order: { product_items: [{ product_retailer_id: "tea", quantity: 2 }] } },
    { text: "2 × tea", note: "Ordered" },
  ],
  [
    { kind: "order" as const, order: null },
    { text: "", note: "Ordered" },
  ],
  [{ kind: "contacts" as const, contacts: [{}] }, { media: "Contact" }],
])("what came: %j", (content, bubble) => {
  expect(incomingBubble(content, "")).toMatchObject(bubble);
});
