/**
 * Two contacts turn out to be one person. The older one stays; everything of the other moves to it, and its ledger is
 * rebuilt from both logs by time. The other's row stays behind and leads on: whoever still holds its id reaches the one
 * that is left. Its version is higher than both had, so every turn decided before is a conflict and is decided again.
 *
 * Two running sessions of one flow may meet here; both go on ("at most one per flow" is asked when a session starts).
 */
import { type LedgerEvent, rebuildLedger } from "@sluice/shared/caps/ledger";
import type { Contact, Conversation } from "@sluice/shared/conversation/state";
import { saveConversation, saveLedger } from "./conversation-rows.ts";
import { type LedgerRow, ledgerEvents, rewriteLedgerEvents } from "./log-rows.ts";
import { fromJson, type Sql } from "./sql.ts";

interface ContactRow {
  id: string;
  version: number;
  lastInboundAt: number | null;
  doc: string;
}

const CONTACT = "SELECT id, version, last_inbound_at AS lastInboundAt, doc FROM contacts WHERE id = ?";
const KEEP = "UPDATE contacts SET version = ?, last_inbound_at = ?, doc = ? WHERE id = ?";
const LEAD_ON = `UPDATE contacts SET merged_into = ?, version = version + 1, name = NULL, phone = NULL, user_id = NULL, search = '', doc = '{}'
  WHERE id = ?`;
const LEAD_OLDER_ON = "UPDATE contacts SET merged_into = ? WHERE merged_into = ?";
const MOVE_SESSIONS = "UPDATE sessions SET contact = ?, doc = json_set(doc, '$.contact', ?) WHERE contact = ?";
/** Found by their places in the log: an index of all messages by contact would be touched by every turn. */
const MOVE_MESSAGES = `UPDATE messages SET contact = ?, doc = json_set(doc, '$.contact', ?)
  WHERE id IN (SELECT message FROM log WHERE contact = ? AND kind = 'message')`;
const MOVE_LOG = "UPDATE log SET contact = ? WHERE contact = ?";
const MOVE_IDENTITIES = "UPDATE identities SET contact = ? WHERE contact = ?";
const FORGET_LEDGER = "DELETE FROM ledgers WHERE contact = ?";
const CONVERSATIONS = "SELECT doc FROM conversations WHERE contact = ?";
const HELD = "SELECT count(*) FROM messages WHERE live = 1 AND state = 'held' AND contact = ? AND channel_id = ?";
const FORGET_CONVERSATIONS = "DELETE FROM conversations WHERE contact = ?";

/** Inside a transaction. Returns the id that is left. */
export function joinContacts(sql: Sql, one: string, other: string): string {
  const rows = [one, other].map((id) => sql.one<ContactRow>(CONTACT, id));
  const [first, second] = rows;
  if (!first || !second || first.id === second.id) throw new Error(`Contacts ${one} and ${other} cannot be joined.`);
  const [kept, gone] = isOlder(first, second) ? [first, second] : [second, first];

  const ledger = rebuildLedger(joinLedgerLogs(sql, kept.id, gone.id));
  sql.run(MOVE_SESSIONS, kept.id, kept.id, gone.id);
  sql.run(MOVE_MESSAGES, kept.id, kept.id, gone.id);
  sql.run(MOVE_LOG, kept.id, gone.id);
  sql.run(MOVE_IDENTITIES, kept.id, gone.id);
  sql.run(FORGET_LEDGER, gone.id);
  saveLedger(sql, kept.id, ledger);

  const conversations = joinConversations(documents(sql, kept.id), documents(sql, gone.id));
  sql.run(FORGET_CONVERSATIONS, gone.id);
  for (const conversation of conversations) {
    const held = sql.value<number>(HELD, kept.id, conversation.channel) ?? 0;
    saveConversation(sql, kept.id, conversation, ledger, held);
  }

  sql.run(LEAD_OLDER_ON, kept.id, gone.id);
  sql.run(LEAD_ON, kept.id, gone.id);
  sql.run(
    KEEP,
    Math.max(kept.version, gone.version) + 1,
    latest(kept.lastInboundAt, gone.lastInboundAt),
    JSON.stringify(joinDocuments(fromJson<Contact>(kept.doc), fromJson<Contact>(gone.doc))),
    kept.id,
  );
  return kept.id;
}

function isOlder(one: ContactRow, other: ContactRow): boolean {
  const created = (row: ContactRow) => fromJson<Contact>(row.doc).createdAt;
  return created(one) === created(other) ? one.id < other.id : created(one) < created(other);
}

function joinDocuments(kept: Contact, gone: Contact): Contact {
  return {
    ...kept,
    name: kept.name ?? gone.name,
    identity: { ...gone.identity, ...kept.identity },
    timeZone: kept.timeZone ?? gone.timeZone,
    fields: { ...gone.fields, ...kept.fields },
    ...newerConsent(kept, gone),
  };
}

function newerConsent(kept: Contact, gone: Contact): Pick<Contact, "consent"> {
  const [newest] = [kept.consent, gone.consent].filter((known) => known !== undefined).sort((a, b) => b.at - a.at);
  return newest ? { consent: newest } : {};
}

/** Both logs as one, by time; what stood in one log keeps its order even if a clock went back. */
function joinLedgerLogs(sql: Sql, kept: string, gone: string): LedgerEvent[] {
  const ours = ledgerEvents(sql, kept);
  const theirs = ledgerEvents(sql, gone);
  const joined: LedgerRow[] = [];
  while (ours.length + theirs.length > 0) {
    const [our, their] = [ours[0], theirs[0]];
    const next = our && (!their || our.at <= their.at) ? ours.shift() : theirs.shift();
    if (next) joined.push(next);
  }
  rewriteLedgerEvents(sql, [kept, gone], kept, joined);
  return joined.map(({ doc }) => fromJson<LedgerEvent>(doc));
}

function documents(sql: Sql, contact: string): Conversation[] {
  return sql.values<string>(CONVERSATIONS, contact).map((doc) => fromJson<Conversation>(doc));
}

function joinConversations(ours: readonly Conversation[], theirs: readonly Conversation[]): Conversation[] {
  const joined = new Map(ours.map((conversation) => [conversation.channel, conversation]));
  for (const conversation of theirs) {
    const known = joined.get(conversation.channel);
    joined.set(conversation.channel, known ? joinTwo(known, conversation) : conversation);
  }
  return [...joined.values()];
}

function joinTwo(ours: Conversation, theirs: Conversation): Conversation {
  const newer = (theirs.lastMessageAt ?? 0) > (ours.lastMessageAt ?? 0) ? theirs : ours;
  const waiting = [ours.unansweredSince, theirs.unansweredSince].filter((since) => since !== null);
  const handOffs = [ours.handOff, theirs.handOff].filter((handOff) => handOff !== null);
  return {
    channel: ours.channel,
    lastInboundAt: latest(ours.lastInboundAt, theirs.lastInboundAt),
    lastMessageAt: newer.lastMessageAt,
    lastText: newer.lastText,
    unansweredSince: waiting.length > 0 ? Math.min(...waiting) : null,
    handOff: handOffs.sort((a, b) => b.since - a.since)[0] ?? null,
  };
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
