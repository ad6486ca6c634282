import { defineConfig } from "@playwright/test";

/** CHROMIUM_PATH, or else the headless Chromium that @sparticuz/chromium carries with the libraries it needs. */
async function chromium(): Promise<string> {
  if (process.env["CHROMIUM_PATH"]) return process.env["CHROMIUM_PATH"];
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x"; // makes the package unpack its own NSS and expat
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}

/** Every journey starts its own server on a free port and a temporary database, see e2e/server.ts. */
export default defineConfig({
  testDir: "e2e",
  forbidOnly: !!process.env["CI"],
  workers: 1,
  timeout: 90_000,
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: await chromium(),
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
