/** Writes docs/nodes.md: `node tools/generate-nodes-doc.mjs`. A test compares it with the code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodesPage } from "./nodes-page.ts";

export const nodesPath = join(import.meta.dirname, "..", "docs", "nodes.md");

if (import.meta.main) writeFileSync(nodesPath, nodesPage());
