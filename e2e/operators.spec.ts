/** What an operator does: sets prices and sees what a message cost, moves who is held, uploads a picture. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./server.ts";

const PHONE = "+5511900000042";

test("prices, costs in the timeline, and moving who is held", async ({ page, sluice }) => {
  const post = (path: string, body: object = {}) =>
    fetch(sluice.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).then((response) => response.json() as Promise<{ contactId: string }>);
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  await post("/api/flows/black-friday/publish", { force: true, reason: "a test" });
  const { contactId } = await post("/api/flows/black-friday/start", { contact: { phone: PHONE } });

  await page.goto(`${sluice.url}/settings`);
  const prices = page.getByRole("textbox", { name: "Price of one message" });
  await prices.fill("Brazil 2026-10-01 1 1 1");
  await expect(page.getByText("Line 1: “Brazil” is no country")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save prices" })).toBeDisabled();
  await prices.fill("* 2020-01-01 0.0625 0.0068 0.0068");
  await page.getByRole("button", { name: "Save prices" }).click();
  await expect(page.getByText("USD 0.0625 for 1 message.")).toBeVisible();

  await sluice.control("POST", "/clock", { advance: "PT3H" });
  await page.goto(`${sluice.url}/contacts/${contactId}`);
  await expect(page.getByRole("button", { name: /^USD 0\.0625\. Marketing to BR/ })).toBeVisible();
  await expect(page.getByText(/No answer to Early access for 2 h: the flow goes on/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  await page.goto(`${sluice.url}/flows/black-friday`);
  await page.getByText("Live", { exact: true }).first().click();
  await expect(page.getByText("This month USD 0.0625 for 1 message.")).toBeVisible();
  await page.getByRole("button", { name: /Last hours −40 % Waits for an answer/ }).click();
  await page.getByRole("button", { name: "Move to…" }).click();
  await page.getByRole("combobox", { name: /Move to/ }).click();
  await page.getByRole("option", { name: "Pick a room" }).click();
  await page.getByRole("button", { name: "Move 1" }).click();
  await expect(page.getByText("1 person moved", { exact: false }).first()).toBeVisible();
  await page.goto(`${sluice.url}/contacts/${contactId}`);
  await expect(page.getByText(/moved .* to Pick a room/)).toBeVisible();
  await expect(page.getByText(/Last hours −40 %, still held, was withdrawn/)).toBeVisible();
});
