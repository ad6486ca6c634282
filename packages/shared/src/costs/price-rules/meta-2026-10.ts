import type { PriceRules } from "./price-rules.ts";

export const prices202610: PriceRules = {
  id: "prices-2026-10",
  from: "2026-10-01",
  to: null,
  source: "WR §3, Meta's page on non-template messages of 2026-09-28, as others quote it",
  says: "Each delivered template is charged, utility inside the window too; free-form at the utility rate after 1,000 a month.",
  per: "message",
  utilityFreeInWindow: false,
  freeFormPerMonth: 1_000,
};
