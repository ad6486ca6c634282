import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nodesPath } from "./generate-nodes-doc.mjs";
import { nodesPage } from "./nodes-page.ts";

test("docs/nodes.md says what the code says (else: node tools/generate-nodes-doc.mjs)", () => {
  expect(readFileSync(nodesPath, "utf8")).toBe(nodesPage());
});
