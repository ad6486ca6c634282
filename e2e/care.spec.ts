/** What people rely on without thinking: no page breaks a screen reader, two tabs lose nothing, a bad file is refused. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./server.ts";

const PAGES = ["/", "/flows/black-friday", "/inbox", "/contacts", "/templates", "/phone", "/settings"];

for (const theme of ["light", "dark"] as const) {
  test(`every page is accessible and quiet, ${theme}`, async ({ browser, sluice }) => {
    const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(sluice.url);
    await expect(page).toHaveURL(/black-friday/);
    for (const path of PAGES) {
      await page.goto(sluice.url + path);
      await page.waitForLoadState("networkidle").catch(() => {});
      await expect(page.getByRole("navigation").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
}

test("390 px wide: no page is wider than the window", async ({ browser, sluice }) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  for (const path of PAGES) {
    await page.goto(sluice.url + path);
    await page.waitForLoadState("networkidle").catch(() => {});
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
  }
});

test("two tabs: the second is told, and nobody's work is lost", async ({ page, browser, sluice }) => {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  const away = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const other = await away.newPage();
  await other.goto(`${sluice.url}/flows/black-friday`);
  await expect(other.getByLabel("Name", { exact: true })).toHaveValue("Black Friday 2026");

  await away.setOffline(true);
  await page.getByLabel("Name", { exact: true }).fill("Named in the first tab");
  await expect(page.locator(".saved")).toHaveAttribute("data-state", "saved");
  await other.getByLabel("Name", { exact: true }).fill("Named in the second tab");
  await other.waitForTimeout(1_500);
  await away.setOffline(false);
  await expect(other.getByText(/saved this flow/).first()).toBeVisible({ timeout: 20_000 });
  await other.getByRole("button", { name: /copy/i }).click();
  await expect(other).not.toHaveURL(/black-friday$/);
  await other.goto(sluice.url);
  await expect(other.getByText("Named in the first tab").first()).toBeVisible();
  await expect(other.getByText(/Named in the second tab/).first()).toBeVisible();
  await away.close();
});

test("a file that is no flow is refused with its place, and nothing changes", async ({ page, sluice }) => {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Flows" }).click();
  const broken = JSON.stringify(
    { formatVersion: 1, id: "x", name: "X", nodes: [{ id: "a", type: "carrousel", config: {} }], edges: [] },
    null,
    2,
  );
  await page.setInputFiles('input[type="file"]', {
    name: "broken.json",
    mimeType: "application/json",
    buffer: Buffer.from(broken),
  });
  await expect(page.getByText(/nodes\[0\]\.type is "carrousel"/).first()).toBeVisible();
  await expect(page.getByText(/Nothing was changed/).first()).toBeVisible();
});
