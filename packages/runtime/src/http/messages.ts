/** One message, and what a person decides about an attempt whose outcome nobody knows (B7). */

import type { ContactEvent } from "@sluice/shared/conversation/event";
import { lastAttempt, type Message } from "@sluice/shared/conversation/message";
import { forgetMessage, getMessage, listMessages, resendMessage } from "@sluice/shared/protocol/message";
import type { Services } from "../services.ts";
import { findContact } from "./contacts.ts";
import { conversationId, Lookups, personView } from "./lookups.ts";
import { wholeList } from "./page.ts";
import { notFound, refused } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { messageView } from "./views/message-view.ts";

const MOST_UNKNOWN = 1_000;

export const messageRoutes: Route[] = [
  route(listMessages, async (_, services) => {
    const lookups = new Lookups(services);
    const messages = await services.store.unknownMessages(MOST_UNKNOWN);
    return wholeList(
      await Promise.all(
        messages.map(async (message) => {
          const { contact } = (await findContact(services, message.contact)).state;
          return {
            message: messageView(message, contact, lookups),
            contact: personView(contact),
            conversation: conversationId(message.channel, contact.id),
          };
        }),
      ),
    );
  }),
  route(getMessage, async ({ params }, services) => view(services, await findMessage(services, params.id))),
  route(resendMessage, ({ params, by }, services) =>
    settle(services, params.id, (message) => ({ kind: "unknown-resent", message, by })),
  ),
  route(forgetMessage, ({ params, by }, services) =>
    settle(services, params.id, (message) => ({ kind: "unknown-forgotten", message, by })),
  ),
];

async function settle(services: Services, id: string, eventFor: (message: string) => ContactEvent) {
  const message = await findMessage(services, id);
  const result =
    lastAttempt(message)?.state === "unknown" ? await services.act(message.contact, eventFor(message.id)) : null;
  if (result?.kind !== "done")
    throw refused(
      "outcome-known",
      "Nothing to decide",
      "What became of this message is known by now: there is nothing to send again or to forget.",
    );
  return view(services, await findMessage(services, message.id));
}

async function view(services: Services, message: Message) {
  const { state } = await findContact(services, message.contact);
  return messageView(message, state.contact, new Lookups(services));
}

/** By our id, or by WhatsApp's. */
async function findMessage(services: Services, id: string): Promise<Message> {
  const { store } = services;
  const message = (await store.message(id)) ?? (await store.messageByWamid(id))?.message;
  if (!message) throw notFound("message", id);
  return message;
}
