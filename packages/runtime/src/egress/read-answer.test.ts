import { expect, test } from "vitest";
import { readAnswer } from "./read-answer.ts";

const json = "application/json; charset=utf-8";

test.each<[string, number, string, string, unknown]>([
  ["JSON", 200, json, '{"a":[1]}', { status: 200, body: { a: [1] } }],
  ["a dialect of JSON", 200, "application/problem+json", "[1]", { status: 200, body: [1] }],
  ["JSON that does not say so", 200, "text/plain", ' {"a":1}', { status: 200, body: { a: 1 } }],
  ["text", 200, "text/html", "<p>hi</p>", { status: 200, body: "<p>hi</p>" }],
  ["text that begins like JSON", 200, "text/plain", "[see below]", { status: 200, body: "[see below]" }],
  ["nothing", 204, json, "", { status: 204, body: null }],
  ["JSON that is none", 200, json, "{", { error: "The answer says it is JSON, and is not." }],
  ["a refusal in broken JSON", 500, json, "{oops", { status: 500, body: "{oops" }],
  ["brackets in a text", 200, json, `"${"[".repeat(200)}"`, { status: 200, body: "[".repeat(200) }],
  ["brackets in brackets", 200, json, "[".repeat(100_000), { error: "The answer is nested deeper than 64 levels." }],
])("%s", (_, status, type, text, expected) => {
  expect(readAnswer(status, { headers: { "content-type": type } }, text)).toEqual(expected);
});
