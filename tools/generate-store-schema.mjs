/** Writes the database's schema as its migrations make it: `node tools/generate-store-schema.mjs`. A test compares. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../packages/runtime/src/store/sqlite/open-database.ts";

export const storeSchemaPath = join(
  import.meta.dirname,
  "..",
  "packages",
  "runtime",
  "src",
  "store",
  "sqlite",
  "schema.sql",
);

/** What the file should hold. */
export function storeSchemaText() {
  const db = openDatabase(":memory:");
  const statements = db
    .prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name",
    )
    .pluck()
    .all();
  const version = db.pragma("user_version", { simple: true });
  db.close();
  const head = `-- Schema ${version}, as store/sqlite/migrations make it. Written by tools/generate-store-schema.mjs.\n`;
  return `${[head, ...statements.map((sql) => `${sql};\n`)].join("\n")}`;
}

if (import.meta.main) writeFileSync(storeSchemaPath, storeSchemaText());
