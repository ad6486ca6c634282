import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inTeachingOrder, SHOWN_AT_FIRST } from "./in-teaching-order.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "examples");
const names = readdirSync(folder)
  .flatMap((file) => (file.endsWith(".flow.json") ? [file.replace(".flow.json", "")] : []))
  .sort();
const ordered = inTeachingOrder(names.map((name) => ({ name }))).map(({ name }) => name);

test("none is lost", () => expect(ordered.toSorted()).toEqual(names));

test("what stands first is chosen, what follows is by name", () => {
  expect(ordered[0]).toBe("black-friday");
  const rest = ordered.slice(SHOWN_AT_FIRST);
  expect(rest.length).toBeGreaterThan(8);
  expect(rest).toEqual(rest.toSorted());
});

test("names that are not there leave no gap", () => {
  expect(inTeachingOrder([{ name: "zebra" }, { name: "quiet-retry" }, { name: "yak" }])).toEqual([
    { name: "quiet-retry" },
    { name: "zebra" },
    { name: "yak" },
  ]);
});
