/** docs/engine-spec.md and the tests name one another: a rule nobody tests, or a number that means two things, is found here. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const rules = [...read("docs/engine-spec.md").matchAll(/^\| (E-\d+) \|/gm)].map((match) => match[1] ?? "");
const tests = globSync("packages/{shared,runtime}/**/*.test.ts", {
  cwd: root,
  exclude: ["**/node_modules/**", "**/dist/**"],
});

/** Names of tests begin with the rules they show: "I1 E-35 the flow of the word begins anew". */
const rulesNamed = (path: string) =>
  [...read(path).matchAll(/["`]((?:[A-Z]{1,2}-?\d+ )+)/g)].flatMap((match) => match[1]?.match(/E-\d+/g) ?? []);
const named = new Set(tests.flatMap(rulesNamed));

test("each rule has a number of its own", () => {
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
});

test("each rule is named by a test", () => {
  expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
});

test("tests name rules that there are", () => {
  expect([...named].filter((rule) => !rules.includes(rule))).toEqual([]);
});
