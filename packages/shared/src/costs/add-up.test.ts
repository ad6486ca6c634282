import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { CostSum, type CostTotal, type Payable, sayCosts } from "./add-up.ts";
import type { Charge } from "./charge.ts";
import type { Rates } from "./rates.ts";

const AT = Date.UTC(2026, 10, 23);
const rates: Rates = {
  currency: "USD",
  lines: [{ country: "BR", from: "2026-10-01", marketing: 0.1, utility: 0.02, authentication: 0.03 }],
};
const pay = (category: Charge["category"], due: Charge["due"], country = "BR", why?: "entry-point"): Payable => ({
  charge: { category, due, rules: "prices-2026-10", ...(why ? { why } : {}) },
  country,
  at: AT,
});

describe("E3: costs are added up", () => {
  test("by category and country, with what nobody can say apart", () => {
    const sum = new CostSum(rates);
    for (const paid of [
      pay("marketing", "billed"),
      pay("marketing", "billed"),
      pay("marketing", "billed"),
      pay("marketing", "billed", "IN"),
      pay("utility", "free", "BR", "entry-point"),
      pay("service", "allowance"),
      pay("service", "free", "BR", "entry-point"),
      pay("service", "billed"),
    ])
      sum.add(paid);
    expect(sum.total).toEqual({ count: 8, billed: 5, free: 2, undecided: 1, unpriced: 1, amount: 0.32 });
    expect(sum.freeForm).toBe(2);
    expect(sum.groups).toEqual([
      { category: "marketing", country: "BR", count: 3, billed: 3, amount: 0.3 },
      { category: "service", country: "BR", count: 3, billed: 1, amount: 0.02 },
      { category: "marketing", country: "IN", count: 1, billed: 1, amount: null },
      { category: "utility", country: "BR", count: 1, billed: 0, amount: null },
    ]);
  });

  property.prop([
    fc.array(
      fc.record({
        category: fc.constantFrom("marketing", "utility", "authentication", "service"),
        due: fc.constantFrom("billed", "free", "allowance", "by-conversation"),
        country: fc.constantFrom("BR", "IN"),
      }),
    ),
  ])("every message is counted once, whatever it is", (payables) => {
    const sum = new CostSum(rates);
    for (const { category, due, country } of payables) sum.add(pay(category as "marketing", due as "billed", country));
    const { count, billed, free, undecided, unpriced } = sum.total;
    expect([count, billed + free + undecided]).toEqual([payables.length, payables.length]);
    expect(unpriced).toBeLessThanOrEqual(billed);
    expect(sum.groups.reduce((all, group) => all + group.count, 0)).toBe(count);
  });

  const none: CostTotal = { count: 0, billed: 0, free: 0, undecided: 0, unpriced: 0, amount: 0 };
  test.each([
    [none, "Nothing was delivered."],
    [{ ...none, billed: 69, amount: 4.31 }, "USD 4.31 for 69 messages."],
    [
      { ...none, billed: 4, unpriced: 1, free: 12, amount: 0.3 },
      "USD 0.30 for 3 messages. 1 message is charged, but no price is set for it. 12 messages cost nothing.",
    ],
    [
      { ...none, undecided: 2, free: 1 },
      "1 message costs nothing. Of 2 messages only WhatsApp's bill tells whether they were free.",
    ],
  ])("%o", (total, sentence) => expect(sayCosts(total, "USD")).toBe(sentence));

  test("without prices the number of charged messages still stands there", () => {
    const sum = new CostSum(null);
    sum.add(pay("marketing", "billed"));
    expect(sayCosts(sum.total, null)).toBe("1 message is charged, but no price is set for it.");
  });
});
