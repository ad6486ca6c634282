import { expect, test } from "vitest";
import { z } from "zod";
import { sayIssue } from "./say-issue.ts";

test.each<[z.ZodType, unknown, string]>([
  [z.object({ a: z.string() }), {}, "is missing"],
  [z.object({ a: z.number() }), { a: "1" }, "must be a number"],
  [z.object({ a: z.int() }), { a: 1.5 }, "must be a whole number"],
  [z.object({ a: z.array(z.string()) }), { a: {} }, "must be a list"],
  [z.object({ a: z.enum(["on", "off"]) }), { a: "up" }, "must be one of on, off"],
  [z.object({ a: z.literal(true) }), { a: false }, "must be true"],
  [z.object({ a: z.string().min(1) }), { a: "" }, "is too short: at least 1 character expected"],
  [z.object({ a: z.string().max(3) }), { a: "long" }, "is too long: at most 3 characters allowed"],
  [z.object({ a: z.number().max(3) }), { a: 4 }, "is too large: at most 3 allowed"],
  [z.object({ a: z.array(z.int()).min(2) }), { a: [] }, "is too short: at least 2 items expected"],
  [z.object({ a: z.iso.date() }), { a: "today" }, "is no day such as 2026-11-23"],
  [z.object({ a: z.url() }), { a: "x" }, "is no address such as https://example.com"],
  [z.object({ a: z.string().regex(/^\+/, "a number with +") }), { a: "1" }, "a number with +"],
  [z.object({ a: z.union([z.string(), z.number()]) }), { a: null }, "must be a text, or must be a number"],
  [z.strictObject({}), { a: 1 }, "a: not known here"],
])("%#: in words", (schema, value, said) => {
  const { error } = schema.safeParse(value);
  expect(error?.issues.map(sayIssue)).toEqual([said]);
});

test("nothing of the library's own words is left", () => {
  const every = z.object({
    a: z.string(),
    b: z.email(),
    c: z.number().multipleOf(2),
    d: z.map(z.string(), z.string()),
  });
  const { error } = every.safeParse({ a: 1, b: "x", c: 3, d: 4 });
  for (const issue of error?.issues ?? []) expect(sayIssue(issue)).not.toMatch(/Invalid|received|zod/i);
});
