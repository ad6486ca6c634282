import type { Ledger } from "@sluice/shared/caps/ledger";
import { isWindowOpen, windowClosesAt } from "@sluice/shared/caps/windows";
import { isWithPerson } from "@sluice/shared/conversation/quiet";
import type { Contact, ContactState, Conversation } from "@sluice/shared/conversation/state";
import type { ConversationDetail, ConversationRow } from "@sluice/shared/protocol/conversation";
import { conversationId, type Lookups, personView } from "../lookups.ts";
import { mayWrite } from "../may-write.ts";
import { cappedUntil, contactDetail } from "./contact-view.ts";
import { sessionView } from "./session-view.ts";

export function conversationRow(
  row: { contact: Contact; conversation: Conversation; ledger: Ledger; held: number },
  now: number,
): ConversationRow {
  const { contact, conversation, ledger, held } = row;
  const { channel } = conversation;
  const handOff = isWithPerson(conversation, now) ? conversation.handOff : null;
  return {
    id: conversationId(channel, contact.id),
    channel,
    contact: personView(contact),
    lastText: conversation.lastText,
    lastMessageAt: conversation.lastMessageAt,
    lastInboundAt: conversation.lastInboundAt,
    unansweredSince: conversation.unansweredSince,
    window: { open: isWindowOpen(ledger, channel, now), closesAt: windowClosesAt(ledger, channel) },
    held,
    cappedUntil: cappedUntil(ledger, now),
    stoppedAt: ledger.stoppedByMetaAt ?? ledger.stoppedByWordAt,
    handOff: handOff
      ? {
          session: handOff.session,
          flowName: handOff.flow,
          team: handOff.team,
          note: handOff.note,
          since: handOff.since,
        }
      : null,
  };
}

export async function conversationDetail(
  state: ContactState,
  channel: string,
  lookups: Lookups,
): Promise<ConversationDetail> {
  const { contact, ledger } = state;
  const now = lookups.services.clock.now();
  const conversation = state.conversations.find((candidate) => candidate.channel === channel) ?? nothingYet(channel);
  const held = state.messages.filter((message) => message.channel === channel && message.state === "held").length;
  const sessions = state.sessions.filter((session) => session.channel === channel && session.status === "running");
  return {
    ...conversationRow({ contact, conversation, ledger, held }, now),
    person: await contactDetail(state, lookups),
    mayWrite: mayWrite(state, channel, lookups),
    sessions: await Promise.all(sessions.map((session) => sessionView(session, contact, lookups))),
  };
}

function nothingYet(channel: string): Conversation {
  return { channel, lastInboundAt: null, lastMessageAt: null, lastText: "", unansweredSince: null, handOff: null };
}
