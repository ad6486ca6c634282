/**
 * The story of the product, clicked through: the example with its warning, a repair by hand and back, published, started for
 * the phone's number, held two hours later, answered, sent as an interactive message; then a blocked one, slowly tried again.
 */
import type { Page } from "@playwright/test";
import { expect, type Sluice, test } from "./server.ts";

const MARIANA = "+5511900000042";
const JOAO = "+5511900000017";

async function openExample(page: Page, sluice: Sluice): Promise<void> {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/\/flows\/black-friday$/);
  await expect(page.getByText("Saved")).toBeVisible();
}

async function startFor(page: Page, phone: string): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: /Start for a number/ }).click();
  const dialog = page.getByRole("dialog", { name: "Start for a number" });
  await dialog.getByLabel("Phone number").fill(phone);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog.getByText("Started")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).first().click();
}

/** In the middle of the line: an edge is thin, and a card may lie beside it. */
async function clickEdge(page: Page, id: string): Promise<void> {
  const line = page.locator(`.react-flow__edge[data-id="${id}"] path`).first();
  const middle = await line.evaluate((path) => {
    if (!(path instanceof SVGPathElement)) throw new Error("an edge is drawn as a path");
    const point = path.getPointAtLength(path.getTotalLength() / 2);
    const { x, y } = new DOMPoint(point.x, point.y).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x, y };
  });
  await page.mouse.click(middle.x, middle.y);
}

const problem = (page: Page, text: RegExp) => page.locator("#problems, .problems").getByText(text).first();

test("Black Friday: warned, repaired and undone, held, answered, interactive", async ({ page, sluice }) => {
  await openExample(page, sluice);

  await test.step("the warning and its path", async () => {
    await problem(page, /can follow/).click();
    await expect(page.getByText(/Path to/)).toBeVisible();
    await expect(page.getByText("Will be held here").first()).toBeVisible();
  });

  await test.step("repaired by hand, and undone", async () => {
    await page.keyboard.press("Escape");
    await clickEdge(page, "e7");
    await page.keyboard.press("i");
    await page.keyboard.type("wait for a message");
    await page.keyboard.press("Enter");
    await expect(problem(page, /can follow/)).toBeHidden();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(problem(page, /can follow/)).toBeVisible();
  });

  await test.step("published with a reason", async () => {
    await page.getByRole("button", { name: /Publish/ }).click();
    const dialog = page.getByRole("dialog", { name: /Publish revision 1/ });
    await dialog.getByLabel(/Why publish/).fill("Until Friday only: the reminder becomes a template.");
    await dialog.getByRole("button", { name: "Publish anyway" }).click();
    await expect(page.getByText("As published, r1")).toBeVisible();
  });

  await test.step("Early access arrives on the phone", async () => {
    await startFor(page, MARIANA);
    await page.getByRole("link", { name: "Phone" }).click();
    await page.getByText("Mariana Costa").first().click();
    await expect(page.getByLabel("Chat").getByText("Early access is open")).toBeVisible();
  });

  await test.step("two hours later Last hours is held, on the canvas and in the timeline", async () => {
    await page.getByRole("button", { name: /\+2 h/ }).click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Flows" }).click();
    await page.getByRole("link", { name: "Black Friday 2026" }).first().click();
    await page.getByText("Live", { exact: true }).first().click();
    await expect(page.getByText("Waiting for interaction")).toBeVisible();
    await expect(page.getByText(/Waits for an answer to/).first()).toBeVisible();
    await page.getByRole("link", { name: "Contacts" }).click();
    await page
      .getByRole("link", { name: /5511900000042|Mariana/ })
      .first()
      .click();
    await expect(page.getByText(/is held:/)).toBeVisible();
    await expect(page.getByText("D2").first()).toBeVisible();
  });

  await test.step("the answer lets it go as an interactive message within a second", async () => {
    await page.getByRole("link", { name: "Phone" }).click();
    await page.getByText("Mariana Costa").first().click();
    await page.getByPlaceholder("Message").fill("Is it still on?");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Chat").getByText("Last hours: −40 %")).toBeVisible({ timeout: 1_500 });
    await page.getByLabel("Chat").getByRole("button", { name: "Show the deals" }).click();
    await expect(page.getByLabel("Chat").getByText(/oak tables/)).toBeVisible();
  });
});

test("Blocked: the next try is a day away, and is delivered when a slot is free", async ({ page, sluice }) => {
  await openExample(page, sluice);
  await page.getByRole("button", { name: /Publish/ }).click();
  await page.getByLabel(/Why publish/).fill("Trial");
  await page.getByRole("button", { name: "Publish anyway" }).click();
  await expect(page.getByText("As published, r1")).toBeVisible();

  await page.getByRole("link", { name: "Phone" }).click();
  await page.getByText("João Teixeira").first().click();
  for (let slots = 3; slots > 0; slots -= 1) await page.getByRole("button", { name: "Fewer" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Flows" }).click();
  await page.getByRole("link", { name: "Black Friday 2026" }).first().click();
  await startFor(page, JOAO);
  await page.getByText("Live", { exact: true }).first().click();
  await expect(page.getByText("Blocked", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/WhatsApp blocked it \(131049\)\. Try 2 of 5 not before/).first()).toBeVisible();

  await page.getByRole("link", { name: "Phone" }).click();
  await page.getByText("João Teixeira").first().click();
  await expect(page.getByText("131049").first()).toBeVisible();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: /\+24 h/ }).click();
  await page.getByRole("button", { name: /\+2 h/ }).click();
  await expect(page.getByLabel("Chat").getByText("Early access is open")).toBeVisible();
});
