import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Json } from "../../flow/json.ts";
import type { IncomingContent } from "../../messages/incoming.ts";
import { ANSWERS, type AskConfig } from "./config.ts";
import { readAnswer } from "./read-answer.ts";

const read = (answer: AskConfig["answer"], text: string, country: string | null = null) =>
  readAnswer({ answer }, { kind: "text", text }, country);

describe("numbers", () => {
  test.each<[string, string | null, number | null]>([
    ["12", null, 12],
    [" -3 ", null, -3],
    ["+7", null, 7],
    ["12,5", null, 12.5],
    ["12.5", null, 12.5],
    ["1.234,5", null, 1234.5],
    ["1,234.5", null, 1234.5],
    ["1 234,5", null, 1234.5],
    ["1'234.50", "CH", 1234.5],
    ["1,234", null, 1234],
    ["1.234", null, 1.234],
    ["1.234", "BR", 1234],
    ["1,234", "BR", 1.234],
    ["1,234", "US", 1234],
    ["1.234", "DE", 1234],
    ["0.125", "DE", 0.125],
    ["1.234.567", null, 1_234_567],
    ["12,34,567", "IN", 1_234_567],
    ["1.23.4", null, null],
    ["١٢٫٥", "EG", 12.5],
    ["१२", "IN", 12],
    ["１２", "JP", 12],
    ["twelve", null, null],
    ["12 kg", null, null],
    ["1e5", null, null],
    ["", null, null],
    [".", null, null],
    ["9".repeat(40), null, null],
  ])("%j from %s -> %s", (text, country, value) => {
    expect(read("number", text, country)).toBe(value);
  });
});

describe("dates", () => {
  test.each<[string, string | null, string | null]>([
    ["2026-11-29", null, "2026-11-29"],
    ["2026/1/9", null, "2026-01-09"],
    ["29.11.2026", null, "2026-11-29"],
    ["3/4/2026", null, "2026-04-03"],
    ["3/4/2026", "GB", "2026-04-03"],
    ["3/4/2026", "US", "2026-03-04"],
    ["3.4.2026", "US", "2026-04-03"],
    ["29 Nov 2026", null, "2026-11-29"],
    ["29 de novembro de 2026", "BR", "2026-11-29"],
    ["1º de maio de 2026", "BR", null],
    ["1. März 2026", "DE", "2026-03-01"],
    ["1er août 2026", "FR", "2026-08-01"],
    ["14 juillet 2026", "FR", "2026-07-14"],
    ["14 juin 2026", "FR", "2026-06-14"],
    ["November 29th, 2026", "US", "2026-11-29"],
    ["٢٩/١١/٢٠٢٦", "EG", "2026-11-29"],
    ["29 Foo 2026", null, null],
    ["29.2.2026", null, null],
    ["29.2.2028", null, "2028-02-29"],
    ["31.4.2026", null, null],
    ["29.11.26", null, null],
    ["29.11/2026", null, null],
    ["tomorrow", null, null],
    ["", null, null],
  ])("%j from %s -> %s", (text, country, value) => {
    expect(read("date", text, country)).toBe(value);
  });
});

describe("telephone numbers", () => {
  test.each<[string, string | null, string | null]>([
    ["+55 11 98765-4321", null, "+5511987654321"],
    ["0055 11 98765 4321", null, "+5511987654321"],
    ["(11) 98765-4321", "BR", "+5511987654321"],
    ["011 98765-4321", "BR", "+5511987654321"],
    ["0 21 11 98765-4321", "BR", "+5511987654321"],
    ["5511987654321", "BR", "+5511987654321"],
    ["0170 1234567", "DE", "+491701234567"],
    ["0043 660 1234567", "DE", "+436601234567"],
    ["06 1234 5678", "IT", "+390612345678"],
    ["(202) 555-0123", "US", "+12025550123"],
    ["1 202 555 0123", "US", "+12025550123"],
    ["416 555 0123", "CA", "+14165550123"],
    ["8 912 345-67-89", "RU", "+79123456789"],
    ["98765 43210", "IN", "+919876543210"],
    ["٠١٠١٢٣٤٥٦٧٨", "EG", "+201012345678"],
    ["tel:+442071838750", null, "+442071838750"],
    ["(11) 98765-4321", null, null],
    ["98765-4321", "BR", null],
    ["555 0123", "US", null],
    ["12345", "BR", null],
    ["+1 000 555 0123", null, null],
    ["+999 123 456 78", null, null],
    ["call me", "BR", null],
    ["", "BR", null],
  ])("%j from %s -> %s", (text, country, value) => {
    expect(read("phone", text, country)).toBe(value);
  });
});

describe("e-mail addresses", () => {
  test.each<[string, string | null]>([
    ["Asha@Example.org", "asha@example.org"],
    ["<asha@example.org>", "asha@example.org"],
    ["asha@example.org.", "asha@example.org"],
    ["asha+news@mail.example.co.uk", "asha+news@mail.example.co.uk"],
    ["asha@example", null],
    ["asha example.org", null],
    ["asha@@example.org", null],
    ["my address is asha@example.org", null],
    ["", null],
  ])("%j -> %s", (text, value) => {
    expect(read("email", text)).toBe(value);
  });
});

describe("choices", () => {
  const choices = [
    { id: "express", title: "Express" },
    { id: "slow", title: "Às terças" },
    { id: "none", title: "No" },
    { id: "38", title: "38" },
  ];
  test.each<[IncomingContent | string, string | null]>([
    ["EXPRESS", "Express"],
    ["as tercas", "Às terças"],
    ["expres", "Express"],
    ["exrpess", "Express"],
    ["expresso", "Express"],
    ["exprs", null],
    ["ni", null],
    ["no", "No"],
    ["2", "Às terças"],
    ["#1", "Express"],
    ["3)", "No"],
    ["٢", "Às terças"],
    ["38", "38"],
    ["5", null],
    ["0", null],
    ["", null],
    [{ kind: "tap", on: "row", id: "express", title: "Whatever it said" }, "Express"],
    [{ kind: "tap", on: "row", id: "gone", title: "Express" }, "Express"],
  ])("%j -> %s", (said, value) => {
    const content: IncomingContent = typeof said === "string" ? { kind: "text", text: said } : said;
    expect(readAnswer({ answer: "choice", choices }, content, null)).toBe(value);
  });

  test("between two that are as near, nobody guesses", () => {
    const near = [
      { id: "a", title: "Plan A" },
      { id: "b", title: "Plan B" },
    ];
    expect(readAnswer({ answer: "choice", choices: near }, { kind: "text", text: "Plan C" }, null)).toBeNull();
  });
});

test.each<[AskConfig["answer"], IncomingContent, Json]>([
  ["media", { kind: "media", media: "image", mediaId: "1" }, { media: "image", id: "1" }],
  [
    "media",
    { kind: "media", media: "document", mediaId: "1", mimeType: "application/pdf", filename: "a.pdf", caption: "Here" },
    { media: "document", id: "1", mimeType: "application/pdf", caption: "Here", filename: "a.pdf" },
  ],
  ["media", { kind: "text", text: "a picture" }, null],
  [
    "location",
    { kind: "location", latitude: 1, longitude: 2, name: "Here" },
    { latitude: 1, longitude: 2, name: "Here" },
  ],
  ["location", { kind: "text", text: "here" }, null],
  ["text", { kind: "text", text: "  Asha " }, "Asha"],
  ["text", { kind: "text", text: "  " }, null],
  ["text", { kind: "media", media: "image", mediaId: "1", caption: "Asha" }, "Asha"],
  ["text", { kind: "location", latitude: 1, longitude: 2 }, null],
])("%s from %j -> %j", (answer, content, value) => {
  expect(readAnswer({ answer }, content, null)).toEqual(value);
});

property.prop([
  fc.constantFrom(...ANSWERS),
  fc.string({ unit: "binary" }),
  fc.option(fc.constantFrom("BR", "US", "IT", "XX")),
])("whatever is written is an answer or is not: nothing throws", (answer, text, country) => {
  const value = readAnswer({ answer, choices: [{ id: "a", title: "A" }] }, { kind: "text", text }, country);
  if (answer === "number" && value !== null) expect(Number.isFinite(value)).toBe(true);
  if (answer === "phone" && value !== null) expect(value).toMatch(/^\+[1-9]\d{7,14}$/);
  if (answer === "date" && value !== null) expect(value).toMatch(/^\d{4}-\d\d-\d\d$/);
});
