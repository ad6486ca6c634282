/** Contacts and messages as the control side shows them. */
import { formatInstant } from "@sluice/shared/time/instant";
import { isCapActive } from "./cap.ts";
import { type Contact, isWindowOpen, WINDOW } from "./contacts.ts";
import type { Message } from "./message-store.ts";
import { businessCountry, type World } from "./world.ts";

/** Null slots mean no limit; `capActive: false` that slots do not bite, because one side's country is exempt. */
export function contactView(world: World, contact: Contact) {
  const now = world.clock.now();
  const { name, marketingSlots, optedOut, online, autoRead, onWhatsApp, experiment, losesWebhooks } = contact;
  return {
    phone: `+${contact.waId}`,
    userId: contact.userId,
    country: contact.country,
    name,
    marketingSlots,
    capActive: isCapActive(contact.country, businessCountry(world)),
    optedOut,
    online,
    autoRead,
    onWhatsApp,
    experiment,
    losesWebhooks,
    window: {
      open: isWindowOpen(contact, now),
      until: contact.lastInboundAt === null ? null : formatInstant(contact.lastInboundAt + WINDOW),
    },
    lastBlockAt: instant(contact.lastBlockAt),
    lockedUntil: contact.lockedUntil !== null && now < contact.lockedUntil ? formatInstant(contact.lockedUntil) : null,
    freeUntil: contact.freeUntil !== null && now < contact.freeUntil ? formatInstant(contact.freeUntil) : null,
  };
}

/** `shown`: it is (or was) on the phone's screen; a blocked send never is. */
export function messageView(message: Message) {
  const { shown, outgoing, template } = message;
  return {
    wamid: message.wamid,
    direction: message.direction,
    type: shown.type,
    interactive: shown.interactive,
    template: template?.name,
    language: template?.language,
    category: template?.category,
    header: shown.header,
    text: shown.text,
    footer: shown.footer,
    buttons:
      shown.buttons.length > 0
        ? shown.buttons.map(({ id, title, description }) => ({ id, title, description }))
        : undefined,
    list: listView(message),
    links: shown.links.length > 0 ? shown.links : undefined,
    media: shown.media,
    location: shown.location,
    contacts: shown.contacts,
    reaction: message.reaction,
    reactedTo: shown.reaction?.wamid,
    context: message.contextId,
    status: message.status,
    error: message.error,
    shown: message.direction === "from-contact" || message.status === "delivered" || message.status === "read",
    tookSlot: outgoing
      ? outgoing.takesSlot && (message.status === "delivered" || message.status === "read")
      : undefined,
    pricing: outgoing?.pricing ?? undefined,
    callbackData: outgoing?.callbackData,
    at: formatInstant(message.at),
    statuses: message.history.map(({ status, at }) => ({ status, at: formatInstant(at) })),
  };
}

function listView({ shown }: Message) {
  return (
    shown.list && {
      label: shown.list.label,
      sections: shown.list.sections.map(({ title, rows }) => ({ title, rows: rows.map(({ id }) => id) })),
    }
  );
}

function instant(value: number | null): string | null {
  return value === null ? null : formatInstant(value);
}
