import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lintPath } from "./generate-lint-doc.mjs";
import { lintPage } from "./lint-page.ts";

test("docs/lint.md says what lint says (else: node tools/generate-lint-doc.mjs)", () => {
  expect(readFileSync(lintPath, "utf8")).toBe(lintPage());
});
