import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expressionsPage } from "./expressions-page.ts";
import { pagePath } from "./generate-expressions-doc.mjs";

test("docs/expressions.md says what the code says (else: node tools/generate-expressions-doc.mjs)", () => {
  expect(readFileSync(pagePath, "utf8")).toBe(expressionsPage());
});
