/** All price rules, oldest first. Unlike rule sets of the cap nobody chooses among them: the day of sending does. */
import type { Instant } from "../time/instant.ts";
import { formatInstant } from "../time/instant.ts";
import { prices202411 } from "./price-rules/meta-2024-11.ts";
import { prices202507 } from "./price-rules/meta-2025-07.ts";
import { prices202610 } from "./price-rules/meta-2026-10.ts";
import type { PriceRules } from "./price-rules/price-rules.ts";

export const PRICE_RULES: readonly PriceRules[] = [prices202411, prices202507, prices202610];

/** The rules of the day on which a message is sent, UTC; of days before the first ones, the first. */
export function priceRulesAt(at: Instant): PriceRules {
  const day = formatInstant(at).slice(0, 10);
  return PRICE_RULES.findLast(({ from }) => from <= day) ?? prices202411;
}

export function priceRules(id: string): PriceRules | undefined {
  return PRICE_RULES.find((candidate) => candidate.id === id);
}
