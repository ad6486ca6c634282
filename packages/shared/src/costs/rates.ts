/**
 * What WhatsApp asks for one message, as people enter it: prices differ by country, currency, month and contract, so none
 * are built in. The country is the one of the number, as for WhatsApp (WR §3).
 */
import { formatInstant, type Instant } from "../time/instant.ts";
import type { Charge } from "./charge.ts";

export interface Rate {
  /** ISO 3166 alpha-2, or "*": every country that has no line of its own. */
  country: string;
  /** First day, UTC: "2026-10-01". A later line for the same country takes its place from its day on. */
  from: string;
  marketing: number;
  utility: number;
  authentication: number;
}

export interface Rates {
  /** ISO 4217. */
  currency: string;
  lines: Rate[];
}

/** What is asked for it, 0 when it is free; null when no price is set for it, or nobody can say before the month is over. */
export function priceOf(charge: Charge, country: string | null, at: Instant, rates: Rates | null): number | null {
  if (charge.due === "free") return 0;
  if (charge.due !== "billed") return null;
  const line = rates === null ? undefined : rateFor(country, at, rates);
  switch (charge.category) {
    case "authentication-international":
      return null;
    case "service":
      return line?.utility ?? null;
    default:
      return line?.[charge.category] ?? null;
  }
}

/** The newest line of the country that had begun by then, else of "*". */
function rateFor(country: string | null, at: Instant, { lines }: Rates): Rate | undefined {
  const day = formatInstant(at).slice(0, 10);
  const begun = lines.filter(({ from }) => from <= day).sort((one, other) => other.from.localeCompare(one.from));
  return begun.find((line) => line.country === country) ?? begun.find((line) => line.country === "*");
}

/** `sayMoney(0.0625, "USD")` -> "USD 0.0625": at least two decimals, at most four, as prices of single messages need. */
export function sayMoney(amount: number, currency: string): string {
  const exact = amount.toFixed(4);
  const short = exact.endsWith("00") ? exact.slice(0, -2) : exact.replace(/0$/, "");
  return `${currency} ${short}`;
}
