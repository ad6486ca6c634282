/** What views look up beside the rows they show: names of flows and nodes, the zone of a contact. Lives for one request. */
import { countryOf, timeZoneOfCountry } from "@sluice/shared/caps/countries";
import type { Teller } from "@sluice/shared/conversation/hold-state";
import type { Contact } from "@sluice/shared/conversation/state";
import { nodeName } from "@sluice/shared/flow/document";
import type { Person } from "@sluice/shared/protocol/values";
import type { Services } from "../services.ts";
import type { Revision } from "../store/store.ts";

export class Lookups {
  readonly services: Services;
  readonly #revisions = new Map<string, Promise<Revision | null>>();
  readonly #names = new Map<string, Promise<string | null>>();

  constructor(services: Services) {
    this.services = services;
  }

  revision(flow: string, number: number): Promise<Revision | null> {
    const key = `${flow}@${number}`;
    const known = this.#revisions.get(key) ?? this.services.store.revision(flow, number);
    this.#revisions.set(key, known);
    return known;
  }

  /** As the flow is called today; what it was called when it is deleted is not kept. */
  flowName(flow: string): Promise<string | null> {
    const known =
      this.#names.get(flow) ?? this.services.store.flow(flow).then((record) => (record ? record.draft.name : null));
    this.#names.set(flow, known);
    return known;
  }

  async nodeName(flow: string, revision: number, node: string): Promise<string> {
    const found = (await this.revision(flow, revision))?.document.nodes.find((candidate) => candidate.id === node);
    return found ? nodeName(found) : node;
  }

  /** D15: his field, else the only zone of his country, else the channel's. */
  zoneOf(contact: Contact): string {
    const country = countryOf(contact.identity);
    return contact.timeZone ?? (country ? timeZoneOfCountry(country) : null) ?? this.services.channel().timeZone;
  }

  tellerFor(contact: Contact): Teller {
    const contactZone = this.zoneOf(contact);
    return {
      now: this.services.clock.now(),
      contact: contactName(contact),
      zone: this.services.readerZone ?? contactZone,
      contactZone,
    };
  }
}

/** As people call him in sentences: "Asha", else the number. */
export function contactName(contact: Contact): string {
  return contact.name ?? contact.identity.phone ?? contact.identity.userId ?? "the contact";
}

export function personView(contact: Contact): Person {
  return { id: contact.id, name: contact.name, phone: contact.identity.phone ?? null };
}

export function conversationId(channel: string, contact: string): string {
  return `${channel}:${contact}`;
}
