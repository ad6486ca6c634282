import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { schemaPath, schemaText } from "./generate-schema.mjs";

test("docs/flow.schema.json says what the code says (else: node tools/generate-schema.mjs)", () => {
  expect(readFileSync(schemaPath, "utf8")).toBe(schemaText());
});
