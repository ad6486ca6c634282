/** What messages cost, by the dated rules and the prices of the channel (caps.md E3). */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { instant } from "./values.ts";

const priceCategory = z.enum(["marketing", "utility", "authentication", "authentication-international", "service"]);

export const costView = z
  .object({
    category: priceCategory.meta({ description: "service: free-form, charged at the utility rate of the country." }),
    due: z.enum(["billed", "free", "allowance", "by-conversation"]),
    /** 0 when it is free; null when no price is set, or only WhatsApp's bill tells. */
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    charged: z.boolean().meta({ description: "It was delivered: before that nothing is charged." }),
    rules: z.string().meta({ description: "The price rules of the day it was sent." }),
    told: z.boolean().meta({ description: "WhatsApp said so itself, in a status." }),
    sentence: z.string(),
  })
  .meta({ id: "Cost" });

const price = z.number().min(0).max(1_000);

const rate = z.strictObject({
  country: z
    .string()
    .regex(/^([A-Z]{2}|\*)$/, "a country such as BR, or * for all others")
    .meta({ examples: ["BR", "*"] }),
  from: z.iso
    .date()
    .meta({ description: "First day, UTC; a later line of the same country takes over from its day on." }),
  marketing: price,
  utility: price,
  authentication: price,
});

export const rates = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency such as USD"),
  lines: z
    .array(rate)
    .min(1)
    .max(500)
    .refine(
      (lines) => new Set(lines.map(({ country, from }) => `${country} ${from}`)).size === lines.length,
      "two lines for one country and day",
    ),
});

const total = {
  count: z.int(),
  billed: z.int(),
  free: z.int(),
  undecided: z.int().meta({ description: "Only WhatsApp's bill tells whether they were free." }),
  unpriced: z.int().meta({ description: "Charged, but no price is set." }),
  amount: z.number().nullable(),
};

/** What a number of messages cost. */
export const costSum = z
  .object({ ...total, currency: z.string().nullable(), sentence: z.string() })
  .meta({ id: "CostSum" });

const costs = z
  .object({
    now: instant,
    since: instant,
    total: costSum,
    groups: z.array(
      z.object({
        category: priceCategory,
        country: z.string().nullable(),
        count: z.int(),
        billed: z.int(),
        amount: z.number().nullable(),
      }),
    ),
    /** Of the number, this month: free-form that counts towards the free ones, and how many are free. Null for one flow. */
    freeForm: z.object({ count: z.int(), of: z.int().nullable() }).nullable(),
    rules: z.array(
      z.object({
        id: z.string(),
        from: z.string(),
        to: z.string().nullable(),
        says: z.string(),
        source: z.string(),
      }),
    ),
  })
  .meta({ id: "Costs" });

export type CostsView = z.infer<typeof costs>;

export const getCosts = endpoint({
  method: "GET",
  path: "/api/costs",
  summary: "What delivered messages cost since an instant (default: this month, UTC), of one flow or of all",
  tag: "costs",
  query: z.strictObject({ flow: z.string().max(200).optional(), since: instant.optional() }),
  answer: costs,
  refusals: [404, 422],
});
