/** Contacts and their timelines. */

import type { Json } from "@sluice/shared/flow/json";
import {
  changeContact,
  eraseContact,
  exportContact,
  getContact,
  getTimeline,
  listContacts,
  raiseEvent,
  setConsent,
} from "@sluice/shared/protocol/contact";
import { MINUTE } from "@sluice/shared/time/duration";
import type { Services } from "../services.ts";
import type { ContactExport, LoadedContact } from "../store/store.ts";
import { Lookups } from "./lookups.ts";
import { invalid, notFound, refused } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { contactDetail, contactRow } from "./views/contact-view.ts";
import { timelinePartView } from "./views/timeline-view.ts";

type Stored<Value> = Value extends string[] ? string[] : Value extends readonly unknown[] ? Json[] : Json;

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

  route(changeContact, async ({ params, body, by }, services) => {
    const { state } = await findContact(services, params.id);
    const { name, timeZone, fields } = body;
    refuseTooLarge({ ...state.contact.fields, ...fields });
    await services.act(state.contact.id, {
      kind: "contact-changed",
      channel: services.channel().id,
      by,
      ...(name === undefined ? {} : { name }),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(fields === undefined ? {} : { fields }),
    });
    return contactDetail((await findContact(services, params.id)).state, new Lookups(services));
  }),

  route(setConsent, async ({ params, body, by }, services) => {
    const { state } = await findContact(services, params.id);
    const now = services.clock.now();
    const at = body.at ?? now;
    if (at > now + MINUTE)
      throw invalid("in-the-future", "The wish cannot have been said in the future. Nothing was changed.", [
        { path: "at", message: "is later than now" },
      ]);
    await services.act(state.contact.id, {
      kind: "consent-set",
      channel: services.channel().id,
      wants: body.state,
      source: body.source,
      by,
      at,
    });
    return contactDetail((await findContact(services, params.id)).state, new Lookups(services));
  }),

  route(exportContact, async ({ params, setHeader }, { store, clock }) => {
    const exported = await store.exportContact(params.id);
    if (!exported) throw notFound("contact", params.id);
    setHeader("Content-Disposition", `attachment; filename="${exported.contact.id}.contact.json"`);
    return { exportedAt: clock.now(), ...asJson(exported) };
  }),

  route(eraseContact, async ({ params }, services) => {
    const erased = await services.erase(params.id);
    if (erased === null) throw notFound("contact", params.id);
    if (erased === "busy")
      throw refused(
        "contact-busy",
        "Not now",
        "A message of this person has just arrived and is still being worked on. Nothing was erased; try again in a moment.",
      );
    return { erased: true as const, ...erased };
  }),

  route(getTimeline, async ({ params, query }, services) => {
    const { contact } = (await findContact(services, params.id)).state;
    const lookups = new Lookups(services);
    const page = await services.store.timeline(contact.id, query.channel ?? null, query.cursor ?? null, query.limit);
    const parts = await Promise.all(page.items.map((part) => timelinePartView(part, contact, lookups)));
    return { items: parts.filter((part) => part !== null), next: page.next };
  }),

  route(raiseEvent, async ({ params, body }, services) => {
    await findContact(services, params.id);
    const channel = services.channel().id;
    const result = await services.act(params.id, { kind: "event-raised", channel, ...body, by: "the API" });
    return { sessions: result.kind === "raised" ? result.sessions : [] };
  }),
];

/** Fields are part of every decision about the person, so they stay small. */
const MOST_FIELDS = 200;
const MOST_BYTES = 64_000;

function refuseTooLarge(fields: Readonly<Record<string, Json>>): void {
  if (Object.keys(fields).length <= MOST_FIELDS && Buffer.byteLength(JSON.stringify(fields)) <= MOST_BYTES) return;
  throw invalid(
    "fields-too-large",
    `A contact keeps at most ${MOST_FIELDS} fields and ${MOST_BYTES / 1_000} kB of them. Nothing was changed.`,
    [{ path: "fields", message: "are too many or too large" }],
  );
}

/** What is stored is JSON already; this only says so. */
function asJson(exported: ContactExport): { [Key in keyof ContactExport]: Stored<ContactExport[Key]> } {
  return JSON.parse(JSON.stringify(exported)) as { [Key in keyof ContactExport]: Stored<ContactExport[Key]> };
}

export async function findContact(services: Services, id: string): Promise<LoadedContact> {
  const loaded = await services.store.loadContact(id);
  if (!loaded) throw notFound("contact", id);
  return loaded;
}
