/** Every rule against its fixtures: what it finds in `invalid-*.json`, and that it is silent about `valid-*.json`. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import type { Finding } from "./finding.ts";
import { type LintOptions, lintFlow } from "./lint-flow.ts";
import { lintRules } from "./rules.ts";

interface Fixture {
  flow: FlowDocument;
  options?: Pick<LintOptions, "gate" | "ruleSet" | "flows">;
  /** What this rule finds, in the order of the report; only the parts that are named are compared. */
  expect?: Partial<Finding>[];
}

const folder = join(dirname(fileURLToPath(import.meta.url)), "rules");

function fixturesOf(code: string): [string, Fixture][] {
  return readdirSync(join(folder, code))
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file.replace(".json", ""), JSON.parse(readFileSync(join(folder, code, file), "utf8")) as Fixture]);
}

describe.each(lintRules.map((rule) => [rule.code, rule] as const))("%s", (code, rule) => {
  const fixtures = fixturesOf(code);

  test("has something to find, something to pass, and words for people", () => {
    expect(fixtures.some(([name]) => name.startsWith("invalid-"))).toBe(true);
    expect(fixtures.some(([name]) => name.startsWith("valid"))).toBe(true);
    for (const words of [rule.title, rule.why, rule.whatToDo]) expect(words.length).toBeGreaterThan(10);
  });

  test.each(fixtures)("%s", (name, { flow, options, expect: wanted }) => {
    const found = lintFlow(flow, options).findings.filter((finding) => finding.code === code);
    if (name.startsWith("valid")) expect(found).toEqual([]);
    else expect(found).toEqual((wanted ?? []).map((part) => expect.objectContaining(part)));
  });
});

test("folders and rules are the same", () => {
  expect(readdirSync(folder).toSorted()).toEqual(lintRules.map((rule) => rule.code).toSorted());
});
