/**
 * Somebody of ours answered from the phone, in the WhatsApp app of the number (coexistence, WR §6). The bot is quiet in this
 * conversation: no entry starts, no session takes a message or sends one, until a person gives it back or a day passes
 * without another word from the phone (*ours*). STOP is still heard; nothing is lost.
 */
import { type IncomingContent, textOf } from "../../messages/incoming.ts";
import type { FreeFormContent } from "../../messages/outgoing.ts";
import type { ContactEvent } from "../event.ts";
import { decideHeldAnew } from "../outcome.ts";
import { isQuiet } from "../quiet.ts";
import type { Work } from "../work.ts";

export function echoReceived(work: Work, event: ContactEvent & { kind: "echo-received" }): void {
  const { channel, wamid, at } = event;
  const content = shownContent(event.content);
  if (content)
    work.putMessage({
      id: work.world.newMessageId(),
      contact: work.contactId,
      channel,
      origin: { kind: "phone" },
      class: "free-form",
      content,
      twin: null,
      prefer: "interactive",
      state: "sent",
      hold: null,
      deadline: null,
      blocks: 0,
      maxTries: 1,
      notBefore: null,
      delays: 0,
      createdAt: at,
      attempts: [
        { id: work.world.newAttemptId(), as: "free-form", rule: "phone", state: "accepted", at, wamid, acceptedAt: at },
      ],
    });
  const conversation = work.conversation(channel);
  const wasQuiet = isQuiet(conversation, work.now);
  const { handOff } = conversation;
  work.putConversation({
    ...conversation,
    unansweredSince: null,
    lastMessageAt: Math.max(conversation.lastMessageAt ?? 0, at),
    // What a flow gave to a person stays that flow's to take back.
    handOff:
      handOff && handOff.session !== null
        ? handOff
        : { session: null, flow: null, team: null, note: null, since: Math.max(handOff?.since ?? 0, at) },
  });
  if (!wasQuiet && handOff?.session == null) work.log("answered-by-phone", channel, {});
}

export function conversationGivenBack(work: Work, event: ContactEvent & { kind: "conversation-given-back" }): void {
  const conversation = work.conversation(event.channel);
  if (conversation.handOff?.session !== null) {
    work.result = { kind: "unknown-subject" };
    return;
  }
  work.putConversation({ ...conversation, handOff: null, unansweredSince: null });
  work.log("given-back", event.channel, { by: event.by });
  for (const message of work.messages())
    if (
      message.state === "queued" &&
      message.channel === event.channel &&
      message.delays === 0 &&
      message.notBefore !== null
    )
      work.putMessage({ ...message, notBefore: null });
  decideHeldAnew(work, { by: "policy" });
}

/** As a bubble of ours; null for what is no message: reactions, edits, deletions. */
function shownContent(content: IncomingContent): FreeFormContent | null {
  switch (content.kind) {
    case "text":
      return { kind: "text", text: content.text };
    case "media": {
      const { media, mediaId, caption, filename } = content;
      return { kind: "media", media, mediaId, ...(caption ? { caption } : {}), ...(filename ? { filename } : {}) };
    }
    case "location": {
      const { latitude, longitude, name, address } = content;
      return { kind: "location", latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
    }
    case "reaction":
    case "edit":
    case "revoke":
    case "system":
      return null;
    default:
      return {
        kind: "text",
        text: textOf(content) || `(${content.kind === "unsupported" ? content.type : content.kind})`,
      };
  }
}
