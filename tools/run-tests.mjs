/**
 * What `pnpm test` runs when everything is checked and built: the tests beside the source, then the journeys in a browser.
 * The last line says how many passed and failed; the exit code is 1 when a test failed or a runner could not run.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countPlaywright, countVitest, sayCounts } from "./test-report.mjs";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sluice-tests-"));

if (!process.env["FIXTURES_DIR"])
  console.log("FIXTURES_DIR is not set: the tests against recorded WhatsApp payloads are skipped.\n");

try {
  const vitestReport = join(folder, "vitest.json");
  const vitest = await run("vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestReport}`,
  ]);
  const playwrightReport = join(folder, "playwright.json");
  const playwright = await run("@playwright/test/cli.js", ["test", "--reporter=list,json"], {
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

/**
 * Started with this Node, which pnpm took from the project, not with the machine's.
 *
 * @param {string} program path below node_modules
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 * @returns {Promise<number>} exit code
 */
function run(program, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} path
 * @returns {unknown} null when there is none
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null; // the runner did not get so far; the count says so
  }
}
