/** What messages cost (caps.md E3): of a flow, or of the number in this month. */
import { countryOf } from "@sluice/shared/caps/countries";
import { CostSum, sayCosts } from "@sluice/shared/costs/add-up";
import { PRICE_RULES, priceRulesAt } from "@sluice/shared/costs/price-rules";
import type { Rates } from "@sluice/shared/costs/rates";
import { getCosts } from "@sluice/shared/protocol/cost";
import { formatInstant, type Instant } from "@sluice/shared/time/instant";
import type { Services } from "../services.ts";
import { findFlow } from "./flows.ts";
import { type Route, route } from "./route.ts";

export const costRoutes: Route[] = [
  route(getCosts, async ({ query }, services) => {
    const flow = query.flow === undefined ? null : (await findFlow(services, query.flow)).id;
    const now = services.clock.now();
    const since = query.since ?? beginOfMonth(now);
    const sum = await addUp(services, flow, since);
    return {
      now,
      since,
      total: costSumView(sum, services.channel().rates),
      groups: sum.groups,
      freeForm:
        flow === null && since === beginOfMonth(now)
          ? { count: sum.freeForm, of: priceRulesAt(now).freeFormPerMonth }
          : null,
      rules: PRICE_RULES.map(({ id, from, to, says, source }) => ({ id, from, to, says, source })),
    };
  }),
];

export function costSumView(sum: CostSum, rates: Rates | null) {
  const currency = rates?.currency ?? null;
  return { ...sum.total, currency, sentence: sayCosts(sum.total, currency) };
}

async function addUp(services: Services, flow: string | null, since: Instant): Promise<CostSum> {
  const sum = new CostSum(services.channel().rates);
  let cursor: string | null = null;
  do {
    const page = await services.store.paidAttempts(flow, since, cursor);
    for (const { identity, charge, at } of page.items) sum.add({ charge, country: countryOf(identity), at });
    cursor = page.next;
    // Webhooks and sends go first.
    await new Promise((resolve) => setImmediate(resolve));
  } while (cursor !== null);
  return sum;
}

/** WhatsApp's free messages are counted by calendar months; in which zone its pages do not say, so UTC it is. */
function beginOfMonth(now: Instant): Instant {
  return Date.parse(`${formatInstant(now).slice(0, 7)}-01T00:00:00Z`);
}
