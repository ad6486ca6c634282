import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest, sayCounts } from "./test-report.mjs";

const file = (status: string, ...results: string[]) => ({
  name: "a.test.ts",
  status,
  assertionResults: results.map((result) => ({ status: result })),
});
const vitest = (passed: number, failed: number, pending: number, ...testResults: object[]) => ({
  numTotalTests: passed + failed + pending,
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});
const playwright = (expected: number, unexpected: number, flaky: number, skipped: number, ...messages: string[]) => ({
  stats: { expected, unexpected, flaky, skipped },
  errors: messages.map((message) => ({ message })),
});

describe("vitest", () => {
  test.each([
    ["all pass", vitest(3, 0, 1, file("passed", "passed")), 0, { passed: 3, failed: 0, skipped: 1 }],
    ["one fails", vitest(2, 1, 0, file("failed", "passed", "failed")), 1, { passed: 2, failed: 1, skipped: 0 }],
    ["a file cannot be loaded", vitest(2, 0, 0, file("failed")), 1, { passed: 2, failed: 1, skipped: 0 }],
    ["an error outside of tests", vitest(2, 0, 0, file("passed", "passed")), 1, { passed: 2, failed: 1, skipped: 0 }],
    ["no test was run", vitest(0, 0, 4), 0, { passed: 0, failed: 1, skipped: 4 }],
    ["no report", null, 1, { passed: 0, failed: 1, skipped: 0 }],
    ["no report, yet a good end", null, 0, { passed: 0, failed: 1, skipped: 0 }],
  ])("%s", (_name, report, exitCode, expected) => {
    expect(countVitest(report, exitCode)).toMatchObject(expected);
  });
});

describe("playwright", () => {
  test.each([
    ["all pass", playwright(2, 0, 0, 1), 0, { passed: 2, failed: 0, skipped: 1 }],
    ["one fails", playwright(1, 1, 0, 0), 1, { passed: 1, failed: 1, skipped: 0 }],
    ["one is flaky", playwright(1, 0, 1, 0), 0, { passed: 1, failed: 1, skipped: 0 }],
    ["no tests found", playwright(0, 0, 0, 0, "Error: No tests found\nat …"), 1, { passed: 0, failed: 1, skipped: 0 }],
    ["everything skipped", playwright(0, 0, 0, 5), 0, { passed: 0, failed: 1, skipped: 5 }],
    ["no report", null, 1, { passed: 0, failed: 1, skipped: 0 }],
  ])("%s", (_name, report, exitCode, expected) => {
    expect(countPlaywright(report, exitCode)).toMatchObject(expected);
  });

  test("says why nothing was run", () => {
    expect(countPlaywright(playwright(0, 0, 0, 0, "Error: No tests found\nat …"), 1).notes).toEqual([
      "playwright: Error: No tests found",
    ]);
  });
});

test("the last line adds up the runners and names skipped tests only when there are some", () => {
  const count = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped, notes: [] });
  expect(sayCounts([count(3, 0, 0), count(2, 1, 0)])).toBe("5 passed, 1 failed");
  expect(sayCounts([count(3, 0, 2), count(2, 0, 1)])).toBe("5 passed, 0 failed, 3 skipped");
});
