/** The lasting part of the world as plain JSON. */
import type { Contact } from "./contacts.ts";
import { goOn } from "./message-life.ts";
import type { Message } from "./message-store.ts";
import type { TemplateRecord } from "./template-book.ts";
import type { World } from "./world.ts";

export interface WorldState {
  version: 1;
  contacts: Contact[];
  templates: TemplateRecord[];
  /** The newest ones, oldest first. */
  messages: Message[];
  serviceMessages: [string, number][];
}

const KEPT_MESSAGES = 5_000;

export function exportState(world: World): WorldState {
  return {
    version: 1,
    contacts: world.contacts.all(),
    templates: world.templates.all(),
    messages: world.messages.all().slice(-KEPT_MESSAGES),
    serviceMessages: [...world.serviceMessages],
  };
}

/** Puts it into a fresh world. Messages that were under way go on from where they were. */
export function importState(world: World, state: WorldState): void {
  for (const saved of state.contacts) Object.assign(world.contacts.getOrCreate(saved.waId), saved);
  for (const template of state.templates) world.templates.put(template);
  for (const [month, count] of state.serviceMessages) world.serviceMessages.set(month, count);
  for (const message of state.messages) {
    world.messages.add(message);
    if (message.status === "accepted" || message.status === "sent")
      goOn(world, world.contacts.getOrCreate(message.waId), message);
  }
}
