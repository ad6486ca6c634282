import { freeUntil } from "@sluice/shared/caps/free-entry";
import { type Ledger, NO_ENGAGEMENT } from "@sluice/shared/caps/ledger";
import type { Contact, ContactState } from "@sluice/shared/conversation/state";
import type { ContactDetail, ContactRow, LedgerView } from "@sluice/shared/protocol/contact";
import type { ContactRow as StoredContactRow } from "../../store/store.ts";
import { conversationId, type Lookups } from "../lookups.ts";
import { sessionView } from "./session-view.ts";

const MOST_SESSIONS = 50;

export function contactRow(row: StoredContactRow, lookups: Lookups): ContactRow {
  return { ...contactFacts(row.contact, lookups), lastInboundAt: row.lastInboundAt, sessions: row.sessions };
}

export async function contactDetail(state: ContactState, lookups: Lookups): Promise<ContactDetail> {
  const { contact } = state;
  const sessions = await lookups.services.store.sessionsOf(contact.id, MOST_SESSIONS);
  return {
    ...contactFacts(contact, lookups),
    ledger: ledgerView(state.ledger, lookups.services.clock.now()),
    conversations: state.conversations.map(({ channel }) => conversationId(channel, contact.id)),
    sessions: await Promise.all(sessions.map((session) => sessionView(session, contact, lookups))),
  };
}

function ledgerView(ledger: Ledger, now: number): LedgerView {
  const stoppedBy = ledger.stoppedByMetaAt !== null ? "meta" : ledger.stoppedByWordAt !== null ? "word" : null;
  return {
    unanswered: ledger.counted.map(({ name, flow, at, message }) => ({ name, flow, at, message })),
    recent: ledger.recent.map(({ name, flow, at, template, delivered }) => ({ name, flow, at, template, delivered })),
    lastInteractionAt: ledger.lastInteractionAt,
    cappedUntil: cappedUntil(ledger, now),
    blocks: ledger.blocks,
    stoppedAt: ledger.stoppedByMetaAt ?? ledger.stoppedByWordAt,
    stoppedBy,
    freeUntil: freeUntilOf(ledger, now),
    engagement: engagementView(ledger),
  };
}

function freeUntilOf(ledger: Ledger, now: number): number | null {
  const ends = Object.keys(ledger.freeEntries ?? {}).flatMap((channel) => freeUntil(ledger, channel) ?? []);
  const last = Math.max(...ends, 0);
  return last > now ? last : null;
}

function engagementView(ledger: Ledger): LedgerView["engagement"] {
  return { ...(ledger.engagement ?? NO_ENGAGEMENT), lastReplyAt: ledger.lastInteractionAt };
}

export function cappedUntil(ledger: Ledger, now: number): number | null {
  return ledger.blockedUntil !== null && ledger.blockedUntil > now ? ledger.blockedUntil : null;
}

function contactFacts(contact: Contact, lookups: Lookups) {
  return {
    id: contact.id,
    name: contact.name,
    phone: contact.identity.phone ?? null,
    userId: contact.identity.userId ?? null,
    timeZone: lookups.zoneOf(contact),
    fields: contact.fields,
    consent: contact.consent ?? { state: "unknown" as const, at: null, source: null, by: null },
    createdAt: contact.createdAt,
  };
}
