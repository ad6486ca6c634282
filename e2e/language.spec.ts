/** The flow language at the screen: what a person draws and types, and what the page says about it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Sluice, test } from "./server.ts";

const cli = join(import.meta.dirname, "../packages/runtime/dist/cli.js");

async function newFlow(page: Page, sluice: Sluice): Promise<void> {
  await page.goto(`${sluice.url}/`);
  await page
    .getByRole("button", { name: /New flow/ })
    .first()
    .click();
  await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
}

async function add(page: Page, title: string): Promise<void> {
  await page.locator("#canvas").focus();
  await page.keyboard.press("/");
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of the node")).toHaveValue(new RegExp(`^${title.replace("?", "\\?")}`));
}

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });

test("L7 a finding is suppressed with a reason, which travels to the command line, and taken back", async ({
  page,
  sluice,
}) => {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  const problems = page.getByRole("region", { name: "Problems" });
  const row = problems.getByRole("listitem").filter({ hasText: "can follow" });
  await row.getByRole("button", { name: "Suppress…" }).click();
  const form = page.getByRole("form", { name: "Suppress this finding" });
  await form.getByLabel("Why it is meant").fill("People who do not answer are called instead.");
  await form.getByLabel("Your name").fill("Inês");
  await form.getByRole("button", { name: "Suppress", exact: true }).click();
  await expect(problems.getByText("1 suppressed, each with its reason")).toBeVisible();
  await expect(page.getByText("Will be held here").first()).toBeVisible();

  await test.step("in the file, and in the reports made of it", async () => {
    await expect(page.locator(".saved")).toHaveAttribute("data-state", "saved");
    const folder = mkdtempSync(join(tmpdir(), "sluice-e2e-"));
    const file = join(folder, "sale.flow.json");
    writeFileSync(file, await (await fetch(`${sluice.url}/api/flows/black-friday/export`)).text());
    const run = (format: string) =>
      spawnSync(process.execPath, [cli, "lint", file, "--format", format], { encoding: "utf8" });
    const { findings } = JSON.parse(run("json").stdout);
    expect(findings.find(({ code }: { code: string }) => code === "sequential-marketing").suppressed).toMatchObject({
      reason: "People who do not answer are called instead.",
      by: "Inês",
    });
    const { results } = JSON.parse(run("sarif").stdout).runs[0];
    const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === "sequential-marketing");
    expect(result.suppressions[0].justification).toContain("People who do not answer are called instead.");
    expect(run("pretty").stdout).toContain("1 suppressed");
    rmSync(folder, { recursive: true, force: true });
  });

  await problems.getByText("1 suppressed, each with its reason").click();
  await problems.getByRole("button", { name: "Take back" }).click();
  await expect(problems.getByText(/suppressed, each/)).toBeHidden();
  await expect(row.getByRole("button", { name: "Suppress…" })).toBeVisible();
});

test("a call is drawn from what the called flow declares, and leads to it by a click", async ({ page, sluice }) => {
  const callee = {
    formatVersion: 1,
    id: "ask-for-the-size",
    name: "Ask for the size",
    variables: [{ name: "size", type: "number" }],
    nodes: [
      { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
      { id: "q", type: "ask", config: { text: "Which size, {{ name }}?", answer: "number", variable: "size" } },
    ],
    edges: [{ id: "e", source: "in", sourceHandle: "next", target: "q" }],
  };
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  const body = JSON.stringify(callee);
  await fetch(`${sluice.url}/api/flows/import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await newFlow(page, sluice);
  await add(page, "Sub-flow");
  await inspector(page).getByRole("combobox", { name: "Flow" }).click();
  await page.getByRole("option", { name: /Ask for the size/ }).click();
  await expect(inspector(page).getByText(/was never published/)).toBeVisible();
  await inspector(page).getByLabel("name", { exact: true }).fill("{{ contact.name }}");
  await inspector(page).getByLabel("size, kept here as").fill("chosen");
  await add(page, "Go to");
  await inspector(page).getByRole("combobox", { name: "Node" }).click();
  await page.getByRole("option", { name: /Sub-flow/ }).click();
  await inspector(page).getByRole("button", { name: "Show Sub-flow" }).click();
  await expect(page.locator(".saved")).toHaveAttribute("data-state", "saved");
  const saved = await (await fetch(page.url().replace("/flows/", "/api/flows/"))).json();
  expect(saved.document.nodes.map(({ config }: { config: unknown }) => config)).toContainEqual({
    flow: "ask-for-the-size",
    inputs: [{ variable: "name", value: "{{ contact.name }}" }],
    outputs: [{ variable: "chosen", value: "{{ size }}" }],
  });
  await inspector(page).getByRole("link", { name: "Open Ask for the size" }).click();
  await expect(page).toHaveURL(/ask-for-the-size$/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ask for the size");
});

test("what is wrong with an expression is said where it is typed, with the place", async ({ page, sluice }) => {
  await newFlow(page, sluice);
  await add(page, "Text");
  const text = inspector(page).getByRole("textbox", { name: /^Text/ });
  const said = inspector(page).locator(".field-error");
  for (const [typed, expected] of [
    ["Hello {{1}}", /templates only.*\{\{ name \}\}.*at character \d+/],
    ["Hello {{ first name }}", /Names have no spaces: first_name.*at character 16/],
    ["Hello {{contact.name | shout}}", /no function “shout”.*at character 24/],
    ["Hello {{ contact.name.toUpperCase() }}", /upper\(text\).*at character 23/],
    ["Hello {{ contact.name", /not closed.*at character 7/],
  ] as const) {
    await text.fill(typed);
    await expect(said).toHaveText(expected);
    await expect(text).toHaveAttribute("aria-invalid", "true");
  }
  await text.fill("Hello {{contact.name | upper}}");
  await expect(said).toBeHidden();

  await add(page, "Condition");
  await inspector(page).getByLabel("Condition 1").fill("{{ contact.name }}");
  await expect(said).toHaveText(/Leave out \{\{ and \}\}.*contact\.name.*at character 1/);
});

test("a fix and a revision are seen on the canvas before they are taken", async ({ page, sluice }) => {
  await page.goto(sluice.url);
  await expect(page).toHaveURL(/black-friday/);
  const problems = page.getByRole("region", { name: "Problems" });
  await page.getByRole("button", { name: /Publish/ }).click();
  await page.getByLabel(/Why publish/).fill("Trial");
  await page.getByRole("button", { name: "Publish anyway" }).click();
  await expect(page.getByText("As published, r1")).toBeVisible();

  const [map, zoom] = await Promise.all(
    [".react-flow__minimap", ".float.zoom"].map((each) => page.locator(each).boundingBox()),
  );
  expect((map?.y ?? 0) + (map?.height ?? 0), "our styles come after the canvas library's").toBeLessThan(zoom?.y ?? 0);

  await problems.getByRole("listitem").filter({ hasText: "can follow" }).getByRole("button", { name: "Fix…" }).click();
  const fix = page.getByRole("dialog", { name: "Fix" });
  const drawn = fix.getByRole("region", { name: "Wait for a message before it: before and after" });
  await expect(drawn.locator(".node-card[data-diff=added]")).toHaveCount(1);
  await expect(drawn.locator("[data-diff=removed]")).toHaveCount(1);
  await fix.getByRole("button", { name: "Apply" }).click();

  await page.getByText("Revisions", { exact: true }).first().click();
  const canvas = page.getByRole("region", { name: "Flow canvas, compared with revision 1" });
  await expect(canvas.locator(".node-card[data-diff=added]")).toHaveCount(1);
  const side = page.getByRole("complementary", { name: "Revisions" });
  await side.getByRole("button", { name: /Ordered already/ }).click();
  await expect(side.getByText("Otherwise leads to Wait for a message, before to Last hours −40 %")).toBeVisible();
  await expect(side.getByText(/can follow Early access/)).toBeVisible();
});

test("an address without a flow says so, and leads back", async ({ page, sluice }) => {
  await page.goto(`${sluice.url}/flows/never-was`);
  await expect(page.getByRole("heading", { name: "There is no flow here" })).toBeVisible();
  await expect(page.getByText("never-was")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Go to Flows" }).click();
  await expect(page.getByRole("heading", { name: "Flows" })).toBeVisible();
});

for (const [theme, width] of [
  ["light", 1440],
  ["dark", 1440],
  ["light", 390],
] as const) {
  test(`reasons, fixes, differences and calls are accessible, ${theme}, ${width} px`, async ({ browser, sluice }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const look = async (what: string) => {
      await page.mouse.move(2, 2); // a finding under the pointer dims what is not on its path
      await page.waitForTimeout(300); // panels fade in; a half faded one has no contrast
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${what}, ${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(width);
    };
    await page.goto(sluice.url);
    await expect(page).toHaveURL(/black-friday/);
    await expect(page.getByRole("region", { name: "Problems" })).toBeVisible();
    const unfold = page.getByRole("button", { name: "Show problems" });
    if (await unfold.isVisible()) await unfold.click();
    await page.getByRole("button", { name: "Suppress…" }).first().click();
    await look("a reason");
    await page.getByLabel("Why it is meant").fill("Meant");
    await page.getByLabel("Your name").fill("Inês");
    await page.keyboard.press("Enter");
    await page.getByText("1 suppressed, each with its reason").click();
    await look("what is suppressed");
    await page.getByRole("button", { name: "Take back" }).click();
    await page.getByRole("button", { name: "Fix…" }).first().click();
    await look("a fix");
    await page.getByRole("button", { name: "Apply" }).click();
    if (width > 640) {
      await page.getByRole("button", { name: /Publish/ }).click();
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await expect(page.getByText("As published, r1")).toBeVisible();
      await add(page, "Sub-flow");
      await look("a call");
      await page.getByText("Revisions", { exact: true }).first().click();
      await page
        .getByRole("button", { name: /Sub-flow/ })
        .first()
        .click();
      await look("differences");
    }
    await context.close();
  });
}
