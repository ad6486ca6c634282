/** The emulated WhatsApp: everything the parts share. Made by `createEmulator`, changed by the functions beside it. */
import type { MovableClock } from "./clock.ts";
import type { Contact, ContactBook } from "./contacts.ts";
import { countryOf } from "./countries.ts";
import type { Credentials } from "./credentials.ts";
import type { Faults } from "./faults.ts";
import type { Listeners, WorldEvent } from "./listeners.ts";
import type { MediaStore } from "./media-store.ts";
import type { MessageStore } from "./message-store.ts";
import type { TemplateBook } from "./template-book.ts";
import type { TrafficLog } from "./traffic-log.ts";
import type { Change, WebhookSender } from "./webhooks.ts";

/** Milliseconds on the clock between the steps of a message's life. */
export interface Delays {
  sent: number;
  delivered: number;
  read: number;
  failed: number;
}

export interface World {
  readonly credentials: Credentials;
  readonly clock: MovableClock;
  readonly contacts: ContactBook;
  readonly templates: TemplateBook;
  readonly messages: MessageStore;
  readonly media: MediaStore;
  readonly webhooks: WebhookSender;
  readonly faults: Faults;
  readonly log: TrafficLog;
  readonly listeners: Listeners<WorldEvent>;
  readonly delays: Delays;
  /** Templates are refused for what a reviewer would mind, too. */
  readonly reviewTemplates: boolean;
  /** Where webhooks go; changed by `PUT _control/webhook`. */
  callback: string | null;
  /** Free-form messages delivered, by month ("2026-11"). */
  readonly serviceMessages: Map<string, number>;
}

/** "551155550100": as webhooks name the business. */
export function businessWaId(world: World): string {
  return world.credentials.businessPhone.replace(/\D/g, "");
}

export function businessCountry(world: World): string {
  return countryOf(businessWaId(world));
}

/** A `messages` (or `calls`, `user_preferences`) change about one person. */
export function sendAbout(
  world: World,
  contact: Contact,
  field: string,
  value: Record<string, unknown>,
): Promise<boolean> {
  const metadata = { display_phone_number: businessWaId(world), phone_number_id: world.credentials.phoneNumberId };
  const change: Change = { field, value: { messaging_product: "whatsapp", metadata, ...value } };
  if (!contact.losesWebhooks) return world.webhooks.send(change);
  world.webhooks.lose(change, `lost: ${contact.name}'s webhooks do not arrive`);
  return Promise.resolve(false);
}

/** `contacts[]` of a webhook. */
export function profileOf(contact: Contact) {
  return { profile: { name: contact.name }, wa_id: contact.waId, user_id: contact.userId };
}

/** Webhooks count whole seconds. */
export function seconds(instant: number): number {
  return Math.floor(instant / 1_000);
}
