/** The inbox: conversations, and a person's answer. */
import {
  getConversation,
  giveBackConversation,
  listConversations,
  writeMessage,
} from "@sluice/shared/protocol/conversation";
import type { Services } from "../services.ts";
import { findContact } from "./contacts.ts";
import { Lookups } from "./lookups.ts";
import { notFound, refused } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { conversationDetail, conversationRow } from "./views/conversation-view.ts";
import { messageView } from "./views/message-view.ts";

export const conversationRoutes: Route[] = [
  route(listConversations, async ({ query }, services) => {
    const now = services.clock.now();
    const page = await services.store.conversations(query.filter, query.cursor ?? null, query.limit, now);
    return { items: page.items.map((row) => conversationRow(row, now)), next: page.next };
  }),

  route(getConversation, async ({ params }, services) => {
    const { channel, state } = await findConversation(services, params.id);
    return conversationDetail(state, channel, new Lookups(services));
  }),

  route(giveBackConversation, async ({ params, by }, services) => {
    const { channel, state } = await findConversation(services, params.id);
    const { contact } = state;
    const result = await services.act(contact.id, { kind: "conversation-given-back", channel, by });
    if (result.kind !== "done")
      throw refused(
        "not-on-the-phone",
        "Nothing to give back",
        "Nobody answered this conversation from the phone. One that a flow handed off is given back by its session.",
      );
    return conversationDetail((await findContact(services, contact.id)).state, channel, new Lookups(services));
  }),

  route(writeMessage, async ({ params, body, by }, services) => {
    const { channel, state } = await findConversation(services, params.id);
    const { contact } = state;
    const result = await services.act(contact.id, {
      kind: "agent-wrote",
      channel,
      by,
      content: { kind: "text", text: body.text },
    });
    if (result.kind === "refused") throw refused(result.reason, "Not sent", result.says);
    const message = result.kind === "sent" ? await services.store.message(result.message) : null;
    if (!message) throw notFound("conversation", params.id);
    return messageView(message, contact, new Lookups(services));
  }),
];

/** The id is `<channel>:<contact>`. */
async function findConversation(services: Services, id: string) {
  const colon = id.lastIndexOf(":");
  const channel = id.slice(0, colon);
  if (colon < 1 || channel !== services.channel().id) throw notFound("conversation", id);
  const { state } = await findContact(services, id.slice(colon + 1));
  return { channel, state };
}
