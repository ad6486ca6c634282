/** What the person, or whoever plays Meta, changes about a contact, and what follows from it. */
import type { Contact, ContactSettings } from "./contacts.ts";
import { deliverPending } from "./message-life.ts";
import { profileOf, seconds, sendAbout, type World } from "./world.ts";

/** Resolves after the first try to deliver the webhook, if the change causes one. */
export async function changeContact(world: World, contact: Contact, change: Partial<ContactSettings>): Promise<void> {
  const { optedOut, online } = contact;
  Object.assign(contact, change);
  world.listeners.tell({ type: "contact", waId: contact.waId });
  if (contact.online && !online) deliverPending(world, contact);
  if (contact.optedOut !== optedOut) await tellPreference(world, contact);
}

async function tellPreference(world: World, contact: Contact): Promise<void> {
  const stopped = contact.optedOut;
  await sendAbout(world, contact, "user_preferences", {
    contacts: [profileOf(contact)],
    user_preferences: [
      {
        wa_id: contact.waId,
        detail: `User requested to ${stopped ? "stop" : "resume"} marketing messages`,
        category: "marketing_messages",
        value: stopped ? "stop" : "resume",
        timestamp: seconds(world.clock.now()),
      },
    ],
  });
}
