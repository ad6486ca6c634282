import { expect, test } from "vitest";
import { byName } from "./by-name.ts";

const names = ["Wait for a message", "Ask for the place", "Place", "Wait", "Await"];

test.each([
  ["wait", ["Wait", "Wait for a message", "Await"]],
  ["place", ["Place", "Ask for the place"]],
  ["", names],
  ["nothing", []],
])("%j", (typed, found) => {
  expect(byName(names, typed, (name) => name)).toEqual(found);
});
