/** Writes docs/expressions.md: `node tools/generate-expressions-doc.mjs`. A test compares it with the code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expressionsPage } from "./expressions-page.ts";

export const pagePath = join(import.meta.dirname, "..", "docs", "expressions.md");

if (import.meta.main) writeFileSync(pagePath, expressionsPage());
