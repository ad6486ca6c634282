import type { PriceRules } from "./price-rules.ts";

export const prices202411: PriceRules = {
  id: "prices-2024-11",
  from: "2024-11-01",
  to: "2025-06-30",
  source: "WR §3, Meta's pricing page of 2026-03-30 on what was before",
  says: "Charged by conversations of 24 hours; what begins with the person's message costs nothing.",
  per: "conversation",
  utilityFreeInWindow: true,
  freeFormPerMonth: null,
};
