/**
 * Reads what the test runners report and says it in one line. A runner that could not run, or ran nothing, is a failure:
 * silence must never look like success.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Count
 */

/**
 * Vitest's JSON report. A file that could not be loaded has no failed test in it, so it counts as one.
 *
 * @param {unknown} report parsed JSON, or null when there is none
 * @param {number} exitCode
 * @returns {Count}
 */
export function countVitest(report, exitCode) {
  const read = /** @type {any} */ (report);
  if (typeof read?.numTotalTests !== "number") return didNotRun("vitest", exitCode);
  const broken = read.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === "failed" &&
      file.assertionResults.every((/** @type {any} */ result) => result.status !== "failed"),
  );
  return checked("vitest", exitCode, {
    passed: read.numPassedTests,
    failed: read.numFailedTests + broken.length,
    skipped: read.numPendingTests + (read.numTodoTests ?? 0),
    notes: broken.map((/** @type {any} */ file) => `vitest: ${file.name} could not be run`),
  });
}

/**
 * Playwright's JSON report. A flaky test passed at a later try; no retries are configured, so it counts as failed.
 *
 * @param {unknown} report parsed JSON, or null when there is none
 * @param {number} exitCode
 * @returns {Count}
 */
export function countPlaywright(report, exitCode) {
  const { stats, errors } = /** @type {any} */ (report ?? {});
  if (typeof stats?.expected !== "number") return didNotRun("playwright", exitCode);
  return checked("playwright", exitCode, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (errors?.length ?? 0),
    skipped: stats.skipped,
    notes: (errors ?? []).map((/** @type {any} */ error) => `playwright: ${firstLine(error.message)}`),
  });
}

/**
 * `sayCounts([…])` -> "412 passed, 0 failed, 3 skipped"
 *
 * @param {readonly Count[]} counts
 */
export function sayCounts(counts) {
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ key) =>
    counts.reduce((total, count) => total + count[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * @param {string} runner
 * @param {number} exitCode
 * @param {Count} count
 * @returns {Count}
 */
function checked(runner, exitCode, count) {
  if (count.failed > 0) return count;
  if (count.passed === 0) return { ...count, failed: 1, notes: [...count.notes, `${runner}: no test was run`] };
  if (exitCode !== 0)
    return { ...count, failed: 1, notes: [...count.notes, `${runner}: no test failed, yet it ended with ${exitCode}`] };
  return count;
}

/**
 * @param {string} runner
 * @param {number} exitCode
 * @returns {Count}
 */
function didNotRun(runner, exitCode) {
  return { passed: 0, failed: 1, skipped: 0, notes: [`${runner}: ended with ${exitCode} and left no report`] };
}

/** @param {string | undefined} text */
function firstLine(text) {
  return (text ?? "an error without a message").split("\n")[0] ?? "";
}
