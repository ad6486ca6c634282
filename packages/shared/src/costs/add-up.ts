/** Adds up what many delivered messages cost, by category and country, without hiding what is not known. */
import type { Instant } from "../time/instant.ts";
import type { Charge, PriceCategory } from "./charge.ts";
import { priceOf, type Rates, sayMoney } from "./rates.ts";

export interface CostGroup {
  category: PriceCategory;
  /** ISO 3166; null: the number tells no country. */
  country: string | null;
  /** Messages of it, and how many of them are charged. */
  count: number;
  billed: number;
  /** Of the charged ones that have a price; null: none has. */
  amount: number | null;
}

export interface CostTotal {
  count: number;
  billed: number;
  free: number;
  /** Free-form of which only WhatsApp knows whether it was among the free ones, and what was charged by conversation. */
  undecided: number;
  /** Charged, but no price is set. */
  unpriced: number;
  /** In the currency of the rates; null: no price is set. */
  amount: number | null;
}

export interface Payable {
  charge: Charge;
  country: string | null;
  at: Instant;
}

export class CostSum {
  readonly #rates: Rates | null;
  readonly #groups = new Map<string, CostGroup>();
  readonly #total: CostTotal;
  #freeForm = 0;

  constructor(rates: Rates | null) {
    this.#rates = rates;
    this.#total = { count: 0, billed: 0, free: 0, undecided: 0, unpriced: 0, amount: rates === null ? null : 0 };
  }

  add({ charge, country, at }: Payable): void {
    const key = `${charge.category} ${country}`;
    const group = this.#groups.get(key) ?? { category: charge.category, country, count: 0, billed: 0, amount: null };
    this.#groups.set(key, group);
    group.count += 1;
    this.#total.count += 1;
    if (charge.category === "service" && charge.why !== "entry-point") this.#freeForm += 1;
    if (charge.due === "free") this.#total.free += 1;
    else if (charge.due !== "billed") this.#total.undecided += 1;
    else {
      group.billed += 1;
      this.#total.billed += 1;
      const price = priceOf(charge, country, at, this.#rates);
      if (price === null) this.#total.unpriced += 1;
      else {
        group.amount = (group.amount ?? 0) + price;
        this.#total.amount = (this.#total.amount ?? 0) + price;
      }
    }
  }

  get total(): CostTotal {
    return { ...this.#total, amount: rounded(this.#total.amount) };
  }

  /** Free-form outside a free entry point: what counts towards the free ones of a month. */
  get freeForm(): number {
    return this.#freeForm;
  }

  /** The dearest first, then by how many there are. */
  get groups(): CostGroup[] {
    return [...this.#groups.values()]
      .map((group) => ({ ...group, amount: rounded(group.amount) }))
      .sort((one, other) => (other.amount ?? 0) - (one.amount ?? 0) || other.count - one.count);
  }
}

/** `sayCosts(total, "USD")` -> "USD 4.31 for 69 messages. 12 cost nothing. For 3 no price is set." */
export function sayCosts({ billed, free, undecided, unpriced, amount }: CostTotal, currency: string | null): string {
  const priced = billed - unpriced;
  return [
    amount !== null && currency !== null && priced > 0
      ? `${sayMoney(amount, currency)} for ${messages(priced)}.`
      : null,
    billed === 0 && free === 0 && undecided === 0 ? "Nothing was delivered." : null,
    unpriced > 0 ? `${messages(unpriced)} ${are(unpriced)} charged, but no price is set for ${them(unpriced)}.` : null,
    free > 0 ? `${messages(free)} ${free === 1 ? "costs" : "cost"} nothing.` : null,
    undecided > 0
      ? `Of ${messages(undecided)} only WhatsApp's bill tells whether ${undecided === 1 ? "it was" : "they were"} free.`
      : null,
  ]
    .filter((part) => part !== null)
    .join(" ");
}

function messages(count: number): string {
  return count === 1 ? "1 message" : `${count} messages`;
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}

function them(count: number): string {
  return count === 1 ? "it" : "them";
}

/** Binary fractions leave 0.30000000000000004 behind. */
function rounded(amount: number | null): number | null {
  return amount === null ? null : Math.round(amount * 1e6) / 1e6;
}
