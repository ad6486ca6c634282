/** Writes docs/flow.schema.json: `node tools/generate-schema.mjs`. A test compares it with the code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { flowJsonSchema } from "../packages/shared/src/flow/json-schema.ts";
import { nodeTypes } from "../packages/shared/src/nodes/registry.ts";

export const schemaPath = join(import.meta.dirname, "..", "docs", "flow.schema.json");

/** What the file should hold. */
export function schemaText() {
  return `${JSON.stringify(flowJsonSchema(nodeTypes), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(schemaPath, schemaText());
