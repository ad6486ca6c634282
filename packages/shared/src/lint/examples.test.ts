/** Every example has exactly the findings that were worked out for it by hand; `because` says why. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readFlow } from "../flow/read-flow.ts";
import { lintFlow } from "./lint-flow.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "examples");
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith(".flow.json") ? [file.replace(".flow.json", "")] : [],
);

describe("examples", () => {
  test("there are examples", () => expect(names).toContain("black-friday"));

  test.each(names)("%s", (name) => {
    const read = readFlow(readFileSync(join(folder, `${name}.flow.json`), "utf8"));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const wanted = JSON.parse(readFileSync(join(folder, `${name}.findings.json`), "utf8")) as Record<string, unknown>[];
    const found = lintFlow(read.flow).findings.map(({ code, severity, certainty, entryDependent, node, port }) => ({
      code,
      severity,
      certainty,
      ...(entryDependent ? { entryDependent } : {}),
      node,
      ...(port === undefined ? {} : { port }),
    }));
    for (const { because } of wanted) expect(because).toEqual(expect.stringMatching(/\w.{30,}\.$/));
    expect(found).toEqual(wanted.map(({ because: _, ...finding }) => finding));
  });
});
