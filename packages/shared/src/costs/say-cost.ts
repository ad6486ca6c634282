/** What one message costs, in a sentence: what kind of price, whose country, how much, and what it rests on. */
import type { Instant } from "../time/instant.ts";
import type { Charge, PriceCategory } from "./charge.ts";
import { priceRules } from "./price-rules.ts";
import { priceOf, type Rates, sayMoney } from "./rates.ts";

export interface Cost {
  category: PriceCategory;
  due: Charge["due"];
  /** 0 when it is free; null when no price is set, or only the end of the month tells. */
  amount: number | null;
  currency: string | null;
  /** It was shown, so it is charged. */
  charged: boolean;
  /** Of the price rules (price-rules.ts). */
  rules: string;
  /** WhatsApp said so itself. */
  told: boolean;
  sentence: string;
}

interface Paid {
  charge: Charge;
  /** When it left. */
  at: Instant;
  delivered: boolean;
  failed: boolean;
  country: string | null;
}

export function costOf(paid: Paid, rates: Rates | null): Cost {
  const { charge, at, country, delivered } = paid;
  const amount = priceOf(charge, country, at, rates);
  return {
    category: charge.category,
    due: charge.due,
    amount,
    currency: rates?.currency ?? null,
    charged: delivered,
    rules: charge.rules,
    told: charge.told === true,
    sentence: sentenceFor(paid, amount, rates),
  };
}

function sentenceFor({ charge, delivered, failed, country }: Paid, amount: number | null, rates: Rates | null): string {
  if (failed && !delivered) return "Costs nothing: it was not delivered.";
  switch (charge.due) {
    case "free":
      return freeWords(charge);
    case "allowance": {
      const { freeFormPerMonth } = priceRules(charge.rules) ?? {};
      return `Free-form: nothing while it is among the first ${thousands(freeFormPerMonth ?? 0)} of this number in the month, then the utility price.`;
    }
    case "by-conversation":
      return "Charged by conversations of 24 hours at that time; not added up here.";
    case "billed":
      return `${capital(NAMES[charge.category])} to ${country ?? "an unknown country"}: ${priceWords(amount, rates, delivered)}`;
  }
}

function priceWords(amount: number | null, rates: Rates | null, delivered: boolean): string {
  if (amount === null || rates === null) return "charged, but no price is set for it in the settings.";
  return delivered
    ? `${sayMoney(amount, rates.currency)}.`
    : `${sayMoney(amount, rates.currency)} once it is delivered.`;
}

function freeWords({ why }: Charge): string {
  switch (why) {
    case "entry-point":
      return "Free: the person came by an ad or page button, and all is free for 72 h from our answer.";
    case "window":
      return "Free: a utility template inside the window.";
    case "free-form":
      return "Free: a free-form message.";
    default:
      return "Free, as WhatsApp says.";
  }
}

const NAMES: Record<PriceCategory, string> = {
  marketing: "marketing",
  utility: "utility",
  authentication: "authentication",
  "authentication-international": "authentication (international)",
  service: "free-form",
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `thousands(1000)` -> "1,000". */
function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
