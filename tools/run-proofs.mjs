/**
 * `pnpm proof [ids…] [--long]`: the reliability proofs by their id (`pnpm proof r1 r8`), or all. Without `--long` each takes
 * the share that runs on every landing. `PROOF_SEED=7` repeats the run of a seed. The last line counts; 2 for an unknown id.
 */
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readReport, startRunner } from "./start-runner.mjs";
import { countVitest } from "./test-report.mjs";

const root = join(import.meta.dirname, "..");

/** Proofs that live beside the source they are about. */
const ELSEWHERE = {
  r14: ["packages/runtime/src/store/sqlite/backup.test.ts", "packages/runtime/src/cli/backup.test.ts"],
};

const files = new Map(Object.entries(ELSEWHERE));
for (const file of globSync("packages/runtime/proof/*.test.ts", { cwd: root })) {
  const id = basename(file).split("-")[0] ?? "";
  files.set(id, [...(files.get(id) ?? []), file]);
}

const args = process.argv.slice(2).filter((argument) => argument !== "--");
const wanted = args.filter((argument) => argument !== "--long").map((id) => id.toLowerCase());
const unknown = wanted.filter((id) => !files.has(id));

if (unknown.length > 0) {
  process.stderr.write(
    `There is no proof ${unknown.join(", ")}. There are: ${inOrder([...files.keys()]).join(", ")}.\n`,
  );
  process.exitCode = 2;
} else await prove(inOrder(wanted.length > 0 ? wanted : [...files.keys()]));

/** @param {string[]} ids */
async function prove(ids) {
  const folder = mkdtempSync(join(tmpdir(), "sluice-proofs-"));
  try {
    const report = join(folder, "vitest.json");
    const code = await startRunner(
      "vitest/vitest.mjs",
      [
        "run",
        "--project=proof",
        "--project=runtime",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...ids.flatMap((id) => files.get(id) ?? []),
      ],
      { ...(args.includes("--long") ? { PROOF_LONG: "1" } : {}) },
    );
    const { passed, failed, skipped, notes } = countVitest(readReport(report), code);
    for (const note of notes) console.log(note);
    if (skipped > 0) console.log(`${skipped} skipped: what they need is missing on this machine, see above.`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * r1, r2, r10, s8
 *
 * @param {string[]} ids
 */
function inOrder(ids) {
  return ids.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
