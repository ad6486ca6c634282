/** The demo's clock over a restart: what is stored must never lie in its future. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant } from "@sluice/shared/time/instant";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { startServer } from "./server.ts";

test("a clock that was moved ahead, and ran on, goes on after a restart and not back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-demo-"));
  const read = readConfig({ PORT: "0", LOG_LEVEL: "error", DATABASE_URL: `file:${join(folder, "s.db")}` }, folder);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  const folders = { editor: null, examples: folder };

  const first = await startServer(read.config, folders);
  const moved = await fetch(`${first.url}/emulator/_control/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: "P2D" }),
  });
  expect(moved.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const last = first.services.clock.now();
  await first.stop();

  const second = await startServer(read.config, folders);
  const now = second.services.clock.now();
  expect(now, `${formatInstant(now)} after ${formatInstant(last)}`).toBeGreaterThanOrEqual(last);
  await second.stop();
  rmSync(folder, { recursive: true, force: true });
});
