/** Writes docs/lint.md: `node tools/generate-lint-doc.mjs`. A test compares it with the code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lintPage } from "./lint-page.ts";

export const lintPath = join(import.meta.dirname, "..", "docs", "lint.md");

if (import.meta.main) writeFileSync(lintPath, lintPage());
