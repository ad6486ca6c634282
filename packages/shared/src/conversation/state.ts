/** Everything about one contact that a decision may look at or change. One contact is one lane: handled one event at a time. */
import type { Ledger } from "../caps/ledger.ts";
import type { Session } from "../engine/session.ts";
import type { Json } from "../flow/json.ts";
import type { Identity } from "../messages/incoming.ts";
import type { Instant } from "../time/instant.ts";
import type { Message } from "./message.ts";

export interface Contact {
  id: string;
  name: string | null;
  /** How it is reached; an id of ours is its key, never the number. */
  identity: Identity;
  /** IANA zone, if known (D15). */
  timeZone: string | null;
  fields: Record<string, Json>;
  createdAt: Instant;
  /** What we know of the wish for offers, and from where; missing: nobody ever said. */
  consent?: Consent;
}

/** The newest evidence; older ones stand in the log. */
export interface Consent {
  state: "in" | "out";
  at: Instant;
  /** "the word STOP", "the flow Welcome", "WhatsApp", "checkout form". */
  source: string;
  /** Who wrote it down; null: the contact's own act. */
  by: string | null;
}

export interface HandOff {
  /** The session that gave it, and its flow; null when somebody simply answered from the phone. */
  session: string | null;
  flow: string | null;
  team: string | null;
  note: string | null;
  /** Or, from the phone, of the last answer. */
  since: Instant;
}

/** All that passes between a contact and a channel, as far as people at work need it. */
export interface Conversation {
  channel: string;
  lastInboundAt: Instant | null;
  lastMessageAt: Instant | null;
  /** One line for the inbox. */
  lastText: string;
  /** Nobody took what was written: it waits for a person. */
  unansweredSince: Instant | null;
  /** A person has it. */
  handOff: HandOff | null;
}

export interface ContactState {
  contact: Contact;
  ledger: Ledger;
  conversations: Conversation[];
  /** Running ones, over all channels. */
  sessions: Session[];
  /** Open ones (held, queued, in flight), and those a running session waits for. */
  messages: Message[];
}
