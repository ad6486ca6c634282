/**
 * What `pnpm test` runs when everything is checked and built: the tests beside the source, then the journeys in a browser.
 * The last line says how many passed and failed; the exit code is 1 when a test failed or a runner could not run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readReport, startRunner } from "./start-runner.mjs";
import { countPlaywright, countVitest, sayCounts } from "./test-report.mjs";

const folder = mkdtempSync(join(tmpdir(), "sluice-tests-"));

if (!process.env["FIXTURES_DIR"])
  console.log("FIXTURES_DIR is not set: the tests against recorded WhatsApp payloads are skipped.\n");

try {
  const vitestReport = join(folder, "vitest.json");
  const vitest = await startRunner("vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestReport}`,
  ]);
  const playwrightReport = join(folder, "playwright.json");
  const playwright = await startRunner("@playwright/test/cli.js", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
  });

  const counts = [
    countVitest(readReport(vitestReport), vitest),
    countPlaywright(readReport(playwrightReport), playwright),
  ];
  for (const note of counts.flatMap((count) => count.notes)) console.log(note);
  console.log(sayCounts(counts));
  process.exitCode = counts.some((count) => count.failed > 0) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
