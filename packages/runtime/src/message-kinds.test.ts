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

const template = (name: string, components: object[]) => ({
  name,
  language: "en",
  category: "UTILITY" as const,
  status: "APPROVED",
  components: components as { type: string }[],
});

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

test("WR §5.1 templates with pictures, files, places, codes, products, offers that end, and cards", async () => {
  const body = (text = "Here it is") => ({ type: "BODY", text });
  const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });
  const card = (name: string) => ({
    components: [
      { type: "HEADER", format: "IMAGE" },
      body(`${name} for {{1}}`),
      buttons(
        { type: "QUICK_REPLY", text: "This one" },
        { type: "URL", text: "See", url: "https://example.com/{{1}}" },
      ),
    ],
  });
  const templates = [
    template("with_picture", [{ type: "HEADER", format: "IMAGE" }, body()]),
    template("with_file", [{ type: "HEADER", format: "DOCUMENT" }, body()]),
    template("with_place", [{ type: "HEADER", format: "LOCATION" }, body()]),
    {
      ...template("with_code", [body(), buttons({ type: "COPY_CODE", text: "Copy code", example: "X" })]),
      category: "MARKETING" as const,
    },
    template("with_products", [body(), buttons({ type: "MPM", text: "View items" })]),
    template("with_cards", [body("Choose, {{1}}"), { type: "CAROUSEL", cards: [card("Shoe"), card("Sock")] }]),
  ];
  const send = (id: string, name: string, parameters: Record<string, string>) =>
    node(id, "template", {
      name,
      language: "en",
      parameters,
      ...(name === "with_cards" ? {} : { waitForAnswer: false }),
    });
  const nodes = [
    node("in", "entry", { trigger: { kind: "keyword", words: ["templates"], match: "exact" } }),
    send("t1", "with_picture", { "header.link": "https://example.com/a.jpg" }),
    send("t2", "with_file", { "header.link": "https://example.com/a.pdf", "header.filename": "a.pdf" }),
    send("t3", "with_place", {
      "header.latitude": "-23.5",
      "header.longitude": "-46.6",
      "header.name": "Shop",
      "header.address": "Rua 1",
    }),
    send("t4", "with_code", { "button.0": "OFF30" }),
    send("t5", "with_products", { "button.0": "tea, water" }),
    send("t6", "with_cards", {
      "1": "Asha",
      "card.0.header.link": "https://example.com/1.jpg",
      "card.0.1": "you",
      "card.0.button.1": "shoe",
      "card.1.header.link": "https://example.com/2.jpg",
      "card.1.1": "you",
      "card.1.button.1": "sock",
    }),
    node("first", "text", { text: "The shoe, then." }),
    node("second", "text", { text: "The sock, then." }),
  ];
  const edges: [string, string, string][] = [
    ["in", "next", "t1"],
    ...[1, 2, 3, 4, 5].map((number): [string, string, string] => [`t${number}`, "delivered", `t${number + 1}`]),
    ["t6", "button:0", "first"],
    ["t6", "button:1", "second"],
  ];
  const before = (await shown()).length;
  const since = async () => (await sent()).slice(before);
  await server.publish(flowOf("templates", nodes, edges, { templates }));
  await says({ text: "templates" });
  await expect.poll(since, { timeout: 10_000 }).toHaveLength(6);
  expect((await since()).at(-1)).toBe("template Choose, Asha\n1. Shoe for you\n2. Sock for you");
  const last = (await server.control("GET", `/contacts/${encodeURIComponent(PHONE)}/messages`)).body.at(-1);
  const [, second] = last.buttons.filter(({ title }: { title: string }) => title === "This one");
  await says({ tap: second.id });
  await expect.poll(since).toContain("text The sock, then.");
  expect((await shown()).filter((message) => message.error)).toEqual([]);
});

test("WR §5 what is too long once it is filled in is refused before it is sent, in words", async () => {
  const nodes = [
    node("in", "entry", { trigger: { kind: "keyword", words: ["long"], match: "exact" } }),
    node("ask", "ask", { text: "Who?", answer: "text", variable: "who" }),
    node("long", "buttons", { body: "Well?", buttons: [{ id: "y", title: "{{ who }}" }], timeout: "PT1H" }),
  ];
  await server.publish(
    flowOf("long", nodes, [
      ["in", "next", "ask"],
      ["ask", "answered", "long"],
    ]),
  );
  await says({ text: "long" });
  await expect.poll(sent).toContain("text Who?");
  await says({ text: "somebody with far too long a name" });
  const contact = (await server.api("GET", `/api/contacts?search=${encodeURIComponent(PHONE)}`)).body.items[0].id;
  await expect
    .poll(async () => {
      const { items } = (await server.api("GET", `/api/contacts/${contact}/timeline?limit=200`)).body;
      return items.map(({ sentence }: { sentence?: string }) => sentence ?? "").join("\n");
    })
    .toMatch(/was not sent: The button "somebody with far too long a name" has 33 characters; WhatsApp takes 20\./);
  expect((await shown()).filter((message) => message.error)).toEqual([]);
});
