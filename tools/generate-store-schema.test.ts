import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { storeSchemaPath, storeSchemaText } from "./generate-store-schema.mjs";

test("R13: schema.sql says what the migrations make (else: node tools/generate-store-schema.mjs)", () => {
  expect(readFileSync(storeSchemaPath, "utf8")).toBe(storeSchemaText());
});
