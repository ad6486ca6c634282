/** Contacts and their timelines. */
import { getContact, getTimeline, listContacts } from "@sluice/shared/protocol/contact";
import type { Services } from "../services.ts";
import type { LoadedContact } from "../store/store.ts";
import { Lookups } from "./lookups.ts";
import { notFound } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { contactDetail, contactRow } from "./views/contact-view.ts";
import { timelinePartView } from "./views/timeline-view.ts";

export const contactRoutes: Route[] = [
  route(listContacts, async ({ query }, services) => {
    const lookups = new Lookups(services);
    const page = await services.store.contacts(query.search?.trim() || null, query.cursor ?? null, query.limit);
    return { items: page.items.map((row) => contactRow(row, lookups)), next: page.next };
  }),

  route(getContact, async ({ params }, services) => {
    const { state } = await findContact(services, params.id);
    return contactDetail(state, new Lookups(services));
  }),

  route(getTimeline, async ({ params, query }, services) => {
    const { contact } = (await findContact(services, params.id)).state;
    const lookups = new Lookups(services);
    const page = await services.store.timeline(contact.id, query.channel ?? null, query.cursor ?? null, query.limit);
    const parts = await Promise.all(page.items.map((part) => timelinePartView(part, contact, lookups)));
    return { items: parts.filter((part) => part !== null), next: page.next };
  }),
];

export async function findContact(services: Services, id: string): Promise<LoadedContact> {
  const loaded = await services.store.loadContact(id);
  if (!loaded) throw notFound("contact", id);
  return loaded;
}
