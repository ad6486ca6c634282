import { describe, expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { priceOf, type Rates, sayMoney } from "./rates.ts";
import { costOf } from "./say-cost.ts";

const AT = Date.UTC(2026, 10, 23);
const RULES = "prices-2026-10";

const rates: Rates = {
  currency: "USD",
  lines: [
    { country: "BR", from: "2026-07-01", marketing: 0.06, utility: 0.007, authentication: 0.007 },
    { country: "BR", from: "2026-10-01", marketing: 0.0625, utility: 0.0068, authentication: 0.0068 },
    { country: "BR", from: "2027-01-01", marketing: 0.09, utility: 0.009, authentication: 0.009 },
    { country: "*", from: "2026-01-01", marketing: 0.05, utility: 0.01, authentication: 0.02 },
  ],
};

describe("E3: prices are dated and by country", () => {
  const billed = (category: Charge["category"]): Charge => ({ category, due: "billed", rules: RULES });
  const cases: [what: string, charge: Charge, country: string | null, at: number, expected: number | null][] = [
    ["the newest line that has begun", billed("marketing"), "BR", AT, 0.0625],
    ["the line of that day", billed("marketing"), "BR", Date.UTC(2026, 8, 30), 0.06],
    ["before a country's first line: everywhere else", billed("marketing"), "BR", Date.UTC(2026, 3, 1), 0.05],
    ["a country without a line", billed("authentication"), "IN", AT, 0.02],
    ["nobody knows the country", billed("utility"), null, AT, 0.01],
    ["free-form at the utility rate", billed("service"), "BR", AT, 0.0068],
    ["before any line", billed("marketing"), "IN", Date.UTC(2025, 11, 31), null],
    ["international authentication has no line", billed("authentication-international"), "IN", AT, null],
    ["free is 0, whatever the lines", { category: "marketing", due: "free", rules: RULES }, "BR", AT, 0],
    ["the month decides", { category: "service", due: "allowance", rules: RULES }, "BR", AT, null],
  ];
  test.each(cases)("%s", (_, charge, country, at, expected) =>
    expect(priceOf(charge, country, at, rates)).toBe(expected),
  );

  test("no prices at all", () => expect(priceOf(billed("marketing"), "BR", AT, null)).toBeNull());

  test.each([
    [0.0625, "USD 0.0625"],
    [0.5, "USD 0.50"],
    [12, "USD 12.00"],
    [0.007, "USD 0.007"],
  ])("sayMoney(%s) -> %s", (amount, said) => expect(sayMoney(amount, "USD")).toBe(said));
});

describe("E3: said in a sentence", () => {
  const marketing: Charge = { category: "marketing", due: "billed", rules: RULES };
  const paid = { charge: marketing, at: AT, delivered: true, failed: false, country: "BR" };
  test.each([
    ["delivered", paid, rates, "Marketing to BR: USD 0.0625."],
    ["on its way", { ...paid, delivered: false }, rates, "Marketing to BR: USD 0.0625 once it is delivered."],
    ["failed", { ...paid, delivered: false, failed: true }, rates, "Costs nothing: it was not delivered."],
    ["without prices", paid, null, "Marketing to BR: charged, but no price is set for it in the settings."],
    [
      "free entry point",
      { ...paid, charge: { ...marketing, due: "free" as const, why: "entry-point" as const } },
      rates,
      "Free: the person came by an ad or page button, and all is free for 72 h from our answer.",
    ],
    [
      "the free thousand",
      { ...paid, charge: { category: "service" as const, due: "allowance" as const, rules: RULES } },
      rates,
      "Free-form: nothing while it is among the first 1,000 of this number in the month, then the utility price.",
    ],
  ])("%s", (_, what, prices, sentence) => expect(costOf(what, prices).sentence).toBe(sentence));
});
