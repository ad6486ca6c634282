import type { PriceRules } from "./price-rules.ts";

export const prices202507: PriceRules = {
  id: "prices-2025-07",
  from: "2025-07-01",
  to: "2026-09-30",
  source: "WR §3, Meta's pricing page of 2026-03-30",
  says: "Each delivered template is charged, utility only outside the window; free-form costs nothing.",
  per: "message",
  utilityFreeInWindow: true,
  freeFormPerMonth: null,
};
