/** Every kind of message that a flow can send, taken by the emulator as WhatsApp would take it. Server and emulator are real. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { flowOf, startTestServer, type TestServer } from "./http/test-server.ts";

const PHONE = "+5511900000401";
const picture = { kind: "image", link: "https://example.com/a.jpg" };
const node = (id: string, type: string, config: Record<string, unknown>) => ({ id, type, config });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => {
  await server?.stop();
});

interface Shown {
  direction: string;
  type: string;
  text?: string;
  status: string;
  error?: unknown;
}

const shown = async (): Promise<Shown[]> =>
  (await server.control("GET", `/contacts/${encodeURIComponent(PHONE)}/messages`)).body.filter(
    (message: Shown) => message.direction === "from-business",
  );
const sent = async () => (await shown()).map(({ type, text }) => [type, text ?? ""].join(" ").trim());
const says = (content: object) => server.control("POST", "/inbound", { from: PHONE, ...content });

test("pictures, places, contacts, links, lists, questions for the place, products and forms", async () => {
  const nodes = [
    node("in", "entry", { trigger: { kind: "referral" } }),
    node("media", "media", { kind: "document", link: "https://example.com/a.pdf", filename: "a.pdf", caption: "Read" }),
    node("place", "location", { latitude: -23.5, longitude: -46.6, name: "Shop" }),
    node("card", "contact-card", {
      contacts: [{ name: "Our shop", phones: [{ phone: "+5511900000000", type: "WORK" }] }],
    }),
    node("link", "cta-url", { header: picture, body: "Look", displayText: "Open", url: "https://example.com" }),
    node("ask", "buttons", { header: picture, body: "Well?", buttons: [{ id: "y", title: "Yes" }], timeout: "PT1H" }),
    node("list", "list", {
      body: "When?",
      label: "Choose",
      sections: [
        { title: "Day", rows: [{ id: "am", title: "Morning", description: "until noon" }] },
        { title: "Night", rows: [{ id: "pm", title: "Evening" }] },
      ],
    }),
    node("where", "location-request", { body: "Where to?", variable: "place" }),
    node("one", "product", { catalogId: "1", sections: [{ products: ["tea"] }], waitForOrder: false }),
    node("some", "product", {
      catalogId: "1",
      header: "Drinks",
      body: "For {{ place.latitude }}",
      sections: [{ products: ["tea", "water"] }],
      waitForOrder: false,
    }),
    node("all", "product", { body: "All we have", waitForOrder: false }),
    node("form", "form", { formId: "1", body: "Your size?", label: "Open", screen: "SIZE", data: { name: "Asha" } }),
  ];
  const edges: [string, string, string][] = [
    ["in", "next", "media"],
    ["media", "next", "place"],
    ["place", "next", "card"],
    ["card", "next", "link"],
    ["link", "next", "ask"],
    ["ask", "button:y", "list"],
    ["list", "row:pm", "where"],
    ["where", "answered", "one"],
    ["one", "next", "some"],
    ["some", "next", "all"],
    ["all", "next", "form"],
  ];
  await server.publish(flowOf("kinds", nodes, edges));
  await says({ text: "hi", referral: { sourceId: "ad-1" } });
  await expect.poll(sent).toHaveLength(5);
  await says({ tap: "Yes" });
  await expect.poll(sent).toHaveLength(6);
  await says({ tap: "Evening" });
  await expect.poll(sent).toHaveLength(7);
  await says({ location: { latitude: 1.5, longitude: 2 } });
  await expect.poll(sent).toHaveLength(11);
  expect(await sent()).toEqual([
    "document Read",
    "location",
    "contacts Our shop",
    "interactive Look",
    "interactive Well?",
    "interactive When?",
    "interactive Where to?",
    "interactive",
    "interactive For 1.5",
    "interactive All we have",
    "interactive Your size?",
  ]);
  expect((await shown()).filter((message) => message.error)).toEqual([]);
});
