/**
 * Every node type, drawn by hand: added from the palette, filled in by the inspector, every way out led on; then published, and
 * one person walks through all of them by the emulator's phone.
 */

import type { Page } from "@playwright/test";
import { expect, type Sluice, test } from "./server.ts";

const MARIANA = "+5511900000042";
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });

/** In the order the person meets them. `main`: the way the walk goes on by; every other way leads to the end. */
const WALK: { title: string; main: string | null; fill?: (page: Page) => Promise<void> }[] = [
  { title: "Text", main: "Next" },
  { title: "Picture or file", main: "Next" },
  { title: "Place", main: "Next" },
  { title: "Contact card", main: "Next" },
  { title: "Link", main: "Next" },
  { title: "Buttons", main: "Yes" },
  { title: "List", main: "My order" },
  {
    title: "Products",
    main: "Next",
    fill: (page) => inspector(page).getByRole("switch", { name: "Wait for the order" }).click(),
  },
  {
    title: "Form",
    main: "No answer",
    async fill(page) {
      await inspector(page).getByLabel("Meta's id of the form").fill("4711");
      await span(page, "No answer after", "10", "minutes");
    },
  },
  { title: "Ask", main: "Answered", fill: (page) => choose(page, "The answer is", "Number") },
  { title: "Ask for the place", main: "Place sent" },
  {
    title: "Remember",
    main: "Next",
    async fill(page) {
      await inspector(page).getByLabel("Value 1").fill("{{ name + 1 }}");
    },
  },
  { title: "Tag", main: "Next" },
  { title: "Consent", main: "Next" },
  { title: "Window open?", main: "Open" },
  { title: "Offer allowed?", main: "May go now" },
  { title: "Condition", main: "Otherwise" },
  { title: "Split", main: "A" },
  {
    title: "Call a web address",
    main: "failed",
    async fill(page) {
      await inspector(page).getByLabel("Address").fill("https://nowhere.invalid/orders");
      await span(page, "Give up after", "2", "seconds");
    },
  },
  { title: "Sub-flow", main: "Returned", fill: (page) => choose(page, "Flow", "Ask for the size") },
  { title: "Tell an event", main: "Next" },
  { title: "Wait for an event", main: "Happened" },
  { title: "Wait for a message", main: "Any message" },
  {
    title: "Template",
    main: "Show me",
    async fill(page) {
      await choose(page, "Template", "bf_early_access");
      for (const parameter of await inspector(page).getByPlaceholder("Text or {{ variable }}").all())
        await parameter.fill("{{ contact.name }}");
    },
  },
  { title: "Wait", main: "Next", fill: (page) => span(page, "For a time", "20", "minutes") },
  { title: "Hand-off", main: "Released" },
  { title: "Go to", main: null, fill: (page) => choose(page, "Node", "Text 2") },
];

test("every node type is drawn, filled in, led on, published and walked through by phone", async ({ page, sluice }) => {
  test.setTimeout(420_000); // forty seconds of work; several times that on a busy machine
  page.setDefaultTimeout(15_000);
  await prepare(page, sluice);
  await test.step("drawn from the end to the beginning, so that each way finds where it leads", async () => {
    await page.goto(`${sluice.url}/`);
    await page
      .getByRole("button", { name: /New flow/ })
      .first()
      .click();
    await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
    await add(page, "Note");
    await inspector(page).getByLabel("Note").fill("All there is.");
    await add(page, "End");
    await add(page, "Text");
    await inspector(page).getByLabel("Name of the node").fill("Text 2");
    await inspector(page).getByRole("textbox", { name: /^Text/ }).fill("Good-bye, {{ seen }}");
    await leadOn(page, "Next", "End");
    await leadOn(page, "window closed", "End");
    for (const [at, { title, main, fill }] of [...WALK.entries()].reverse()) {
      await add(page, title);
      await fill?.(page);
      for (const way of await freeWays(page)) {
        const next = WALK[at + 1]?.title ?? "End";
        await leadOn(page, way, way === main || (title === "Split" && main !== null) ? next : "End");
      }
    }
  });
  await test.step("the entry leads to the first", async () => {
    await page.locator("#canvas").focus();
    await page.keyboard.press("Home");
    await leadOn(page, "Next", "Text");
  });
  await test.step("all types are there, and nothing stands against publishing", async () => {
    await expect(page.locator(".saved")).toHaveAttribute("data-state", "saved");
    const { document } = await (await fetch(page.url().replace("/flows/", "/api/flows/"))).json();
    const drawn = new Set(document.nodes.map(({ type }: { type: string }) => type));
    const schema = await (await fetch(`${sluice.url}/flow.schema.json`)).json();
    const types: string[] = schema.properties.nodes.items.oneOf.map(
      (node: { properties: { type: { const: string } } }) => node.properties.type.const,
    );
    expect(types.length).toBeGreaterThan(25);
    expect(types.filter((type) => !drawn.has(type))).toEqual([]);
    await expect(page.getByRole("region", { name: "Problems" }).locator(".tally")).not.toContainText("error");
    await page.getByRole("button", { name: /Publish/ }).click();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByText("As published, r1")).toBeVisible();
  });
  await test.step("walked through", () => walk(page, sluice));
});

async function walk(page: Page, sluice: Sluice): Promise<void> {
  const shown = async () =>
    (await sluice.control("GET", `/contacts/${encodeURIComponent(MARIANA)}/messages`)) as {
      direction: string;
      type: string;
      text?: string;
    }[];
  const sent = (text: string | RegExp) =>
    expect
      .poll(async () => (await shown()).filter(({ direction }) => direction === "from-business").at(-1)?.text ?? "", {
        timeout: 15_000,
      })
      .toMatch(text);
  const says = (what: object) => sluice.control("POST", "/inbound", { from: MARIANA, ...what });

  await page.getByRole("link", { name: "Phone" }).click();
  await page.getByText("Mariana Costa").first().click();
  const chat = page.getByLabel("Chat");
  await page.getByPlaceholder("Message").fill("hello");
  await page.keyboard.press("Enter");
  await chat.getByRole("button", { name: "Yes" }).click();
  await sent(/What is it about/);
  await says({ tap: "My order" });
  await sent(/tell us a little more/);
  await sluice.control("POST", "/clock", { advance: "PT11M" });
  await sent(/What is your name/);
  await says({ text: "forty" });
  await expect.poll(async () => (await shown()).filter(({ text }) => text?.includes("your name")).length).toBe(2);
  await says({ text: "1.250,5" });
  await sent(/Where shall we deliver/);
  await says({ location: { latitude: -23.5, longitude: -46.6 } });
  await sent(/Which size/);
  await says({ text: "40" });
  const contact = await session(sluice);
  await fetch(`${sluice.url}/api/contacts/${contact.contact}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "something.happened" }),
  });
  await expect.poll(async () => (await session(sluice)).node).toMatch(/^wait-for-reply/);
  await says({ text: "here I am" });
  await sent(/Early access|30 % off/);
  await says({ tap: "Show me" });
  await sluice.control("POST", "/clock", { advance: "PT21M" });
  await expect.poll(async () => (await session(sluice)).node).toMatch(/^handoff/);
  const { id } = await session(sluice);
  await fetch(`${sluice.url}/api/sessions/${id}/release`, { method: "POST" });
  await sent(/Good-bye, 1251\.5/);
}

/** Where Mariana is in the new flow. */
async function session(sluice: Sluice): Promise<{ id: string; contact: string; node: string }> {
  const { items } = await (await fetch(`${sluice.url}/api/contacts?search=${MARIANA.slice(1)}`)).json();
  const contact = await (await fetch(`${sluice.url}/api/contacts/${items[0].id}`)).json();
  const [running] = contact.sessions;
  return { id: running.id, contact: items[0].id, node: running.node };
}

/** A published flow to call, and a template in the account. */
async function prepare(page: Page, sluice: Sluice): Promise<void> {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  const post = async (path: string, body: object) => {
    const response = await fetch(sluice.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${path}: ${response.status}`).toBe(true);
  };
  await post("/api/flows/black-friday/publish", { force: true, reason: "for its templates" });
  await post("/api/flows/import", {
    formatVersion: 1,
    id: "ask-for-the-size",
    name: "Ask for the size",
    nodes: [
      { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
      { id: "q", type: "ask", config: { text: "Which size?", answer: "number", variable: "size" } },
      { id: "end", type: "end", config: {} },
    ],
    edges: [
      { id: "1", source: "in", sourceHandle: "next", target: "q" },
      { id: "2", source: "q", sourceHandle: "answered", target: "end" },
      { id: "3", source: "q", sourceHandle: "invalid", target: "end" },
      { id: "4", source: "q", sourceHandle: "timeout", target: "end" },
      { id: "5", source: "q", sourceHandle: "window-closed", target: "end" },
    ],
  });
  await post("/api/flows/ask-for-the-size/publish", {});
}

async function add(page: Page, title: string): Promise<void> {
  await page.locator("#canvas").focus();
  await page.keyboard.press("/");
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await expect(
    title === "Note"
      ? inspector(page).getByRole("heading", { name: "Note" })
      : inspector(page).locator(`.name-field[placeholder], .name-field`).first(),
  ).toBeVisible();
  if (title !== "Note") await expect(inspector(page).getByLabel("Name of the node")).toHaveValue(title);
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await inspector(page).getByRole("combobox", { name: field, exact: false }).first().click();
  await page.getByRole("option", { name: option }).first().click();
}

async function span(page: Page, label: string, amount: string, unit: string): Promise<void> {
  const field = inspector(page)
    .locator("div")
    .filter({ has: page.getByText(label, { exact: true }) })
    .last();
  await inspector(page).getByRole("combobox", { name: /^Unit/ }).last().click();
  await page.getByRole("option", { name: unit }).click();
  await (label === "For a time"
    ? inspector(page).getByRole("spinbutton").first()
    : field.getByRole("spinbutton").or(inspector(page).getByLabel(label))
  )
    .first()
    .fill(amount);
}

async function freeWays(page: Page): Promise<string[]> {
  const ways = inspector(page)
    .locator(".ways-out li")
    .filter({ has: page.getByRole("button", { name: /lead on/ }) });
  return (await ways.locator("> span").allInnerTexts()).map((text) => text.trim());
}

async function leadOn(page: Page, way: string, target: string): Promise<void> {
  const row = inspector(page)
    .locator(".ways-out li")
    .filter({ has: page.locator("span").getByText(way, { exact: true }) });
  await row.getByRole("button", { name: /lead on/ }).click();
  await page.keyboard.type(target);
  await page.keyboard.press("Enter");
  await expect(row.getByRole("button", { name: target, exact: true })).toBeVisible();
}
