/**
 * What one attempt costs, without amounts (caps.md E3): decided when it leaves, because the category and the windows of
 * that moment count, and corrected by what WhatsApp says in a status. Charged only when it is delivered (WR §3).
 */
import { isFreeEntry } from "../caps/free-entry.ts";
import type { Ledger } from "../caps/ledger.ts";
import { isWindowOpen } from "../caps/windows.ts";
import type { MessageClass } from "../messages/outgoing.ts";
import type { Instant } from "../time/instant.ts";
import { priceRulesAt } from "./price-rules.ts";

/** What a price is named after. `service`: free-form, which is charged at the utility rate of the country. */
export type PriceCategory = "marketing" | "utility" | "authentication" | "authentication-international" | "service";

export interface Charge {
  category: PriceCategory;
  /**
   * `billed` · `free` · `allowance`: one of the free-form messages that a number has for nothing each month, billed when
   * they are used up, which only WhatsApp knows · `by-conversation`: rules that nothing here adds up.
   */
  due: "billed" | "free" | "allowance" | "by-conversation";
  /** Why it is free, when it is known. */
  why?: "entry-point" | "window" | "free-form";
  /** Of the price rules of the day it was sent. */
  rules: string;
  /** WhatsApp said so in a status. */
  told?: true;
}

/** The `pricing` object of a status, as it came (WR §3). */
export interface ToldPricing {
  billable?: boolean;
  model?: string;
  type?: string;
  category?: string;
}

interface Send {
  class: MessageClass;
  /** A marketing message that goes as interactive is free-form for the price. */
  as: "template" | "interactive" | "free-form";
  channel: string;
}

/** `chargeFor(…)` before it leaves: by the rules of the day, the window and the free entry point. */
export function chargeFor(send: Send, ledger: Ledger, now: Instant): Charge {
  const rules = priceRulesAt(now);
  const category = send.as === "template" && send.class !== "free-form" ? send.class : "service";
  const charge = { category, rules: rules.id } as const;
  if (isFreeEntry(ledger, send.channel, now)) return { ...charge, due: "free", why: "entry-point" };
  if (rules.per === "conversation") return { ...charge, due: "by-conversation" };
  if (category === "service")
    return rules.freeFormPerMonth === null
      ? { ...charge, due: "free", why: "free-form" }
      : { ...charge, due: "allowance" };
  if (category === "utility" && rules.utilityFreeInWindow && isWindowOpen(ledger, send.channel, now))
    return { ...charge, due: "free", why: "window" };
  return { ...charge, due: "billed" };
}

/** What WhatsApp says is what is paid. What it does not say stays as it was reckoned. */
export function chargeAsTold(charge: Charge, { billable, model, type, category }: ToldPricing): Charge {
  if (model === "CBP") return charge;
  const told = { ...charge, category: categoryOf(category) ?? charge.category, told: true } as const;
  const { why: _, ...bare } = told;
  if (type === "free_entry_point") return { ...bare, category: charge.category, due: "free", why: "entry-point" };
  if (type === "free_customer_service")
    return { ...bare, due: "free", why: told.category === "service" ? "free-form" : "window" };
  if (type === "regular" || (type === undefined && billable === true)) return { ...bare, due: "billed" };
  if (billable === false) return { ...bare, due: "free" };
  return charge;
}

/** Both spellings that statuses have; `marketing_lite` is the Marketing Messages API. */
function categoryOf(told: string | undefined): PriceCategory | null {
  switch (told) {
    case "marketing":
    case "utility":
    case "authentication":
    case "service":
      return told;
    case "marketing_lite":
      return "marketing";
    case "authentication-international":
    case "authentication_international":
      return "authentication-international";
    default:
      return null;
  }
}
