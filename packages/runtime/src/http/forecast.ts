/** Before a start: how many would be held now, and why (caps.md §5). */
import { countryOf } from "@sluice/shared/caps/countries";
import { sayForecast } from "@sluice/shared/conversation/say-forecast";
import { CostSum } from "@sluice/shared/costs/add-up";
import { tagsOf } from "@sluice/shared/nodes/tag/definition";
import { type ForecastAnswer, forecastFlow } from "@sluice/shared/protocol/forecast";
import type { ContactForecast, Services } from "../services.ts";
import { costSumView } from "./costs.ts";
import { findFlow } from "./flows.ts";
import { personView } from "./lookups.ts";
import { type Route, route } from "./route.ts";
import { whereToStart } from "./start.ts";

/** People looked at; a list that is longer says so. */
const MOST_PEOPLE = 20_000;
const MOST_SHOWN = 20;
const PAGE = 200;

type Group = ForecastAnswer["groups"][number];

export const forecastRoutes: Route[] = [
  route(forecastFlow, async ({ params, body }, services) => {
    const record = await findFlow(services, params.id);
    const { revision, entry } = await whereToStart(services, record, body.entry, "forecast");
    const start = { flow: record.id, revision, entry: entry.node };
    const groups = new Map<string, Group>();
    const { rates } = services.channel();
    const cost = new CostSum(rates);
    const now = services.clock.now();
    let checked = 0;
    let more = false;
    let basis: ForecastAnswer["basis"] = "start";
    for await (const contact of chosen(services, body)) {
      if (checked >= MOST_PEOPLE) {
        more = true;
        break;
      }
      const found = await services.forecast(contact, start);
      if (!found) continue;
      checked += 1;
      if (found.forecast.basis === "gate") basis = "gate";
      gather(groups, found);
      const country = countryOf(found.contact.identity);
      for (const charge of found.forecast.charges) cost.add({ charge, country, at: now });
    }
    return {
      now,
      checked,
      more,
      basis,
      groups: [...groups.values()].sort(byOutcome),
      cost: costSumView(cost, rates),
    };
  }),
];

async function* chosen(
  services: Services,
  body: { contactIds?: string[] | undefined; tag?: string | undefined },
): AsyncGenerator<string> {
  if (body.contactIds) {
    yield* new Set(body.contactIds);
    return;
  }
  let cursor: string | null = null;
  do {
    const page = await services.store.contacts(null, cursor, PAGE);
    for (const { contact } of page.items)
      if (body.tag === undefined || tagsOf(contact.fields["tags"]).includes(body.tag)) yield contact.id;
    cursor = page.next;
    // Webhooks and sends go first.
    await new Promise((resolve) => setImmediate(resolve));
  } while (cursor !== null);
}

function gather(groups: Map<string, Group>, { contact, forecast }: ContactForecast): void {
  const { outcome, rule, reason, until } = forecast;
  const key = `${outcome} ${rule} ${reason}`;
  const known = groups.get(key);
  const count = (known?.count ?? 0) + 1;
  const people = known?.people ?? [];
  groups.set(key, {
    outcome,
    rule,
    count,
    sentence: sayForecast(forecast, count),
    from: known?.from == null ? until : until === null ? known.from : Math.min(known.from, until),
    people: people.length < MOST_SHOWN ? [...people, personView(contact)] : people,
  });
}

const ORDER: readonly Group["outcome"][] = ["held", "refused", "running", "none", "sent"];

function byOutcome(one: Group, other: Group): number {
  return ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome) || other.count - one.count;
}
