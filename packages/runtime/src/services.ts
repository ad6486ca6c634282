/** What the doors (HTTP, sockets, command line) are given; built in main.ts. They know these, never a driver or the outbox. */

import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Forecast } from "@sluice/shared/conversation/forecast";
import type { PlanResult } from "@sluice/shared/conversation/plan";
import type { Contact } from "@sluice/shared/conversation/state";
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Duration } from "@sluice/shared/time/duration";
import type { Clock } from "./clock.ts";
import type { ReadinessReport } from "./operations/readiness.ts";
import type { ChannelRecord, Erased, Store } from "./store/store.ts";

export interface Services {
  /** The zone of whoever asks, for times in sentences; without it they are told in the contact's. */
  readerZone?: string;
  store: Store;
  clock: Clock;
  /** The one channel there is, for now. */
  channel(): ChannelRecord;
  /**
   * Something happened to a contact: decided, committed, told to the sockets, and the outbox woken. One event of a contact
   * at a time; a version conflict is decided again. "unknown-subject" when the contact, session or message does not exist.
   */
  act(contact: string, event: ContactEvent): Promise<PlanResult>;
  /** Publications, pauses, templates or channel settings changed: what runs sees it, and what is held is decided anew (D13). */
  reload(): Promise<void>;
  /**
   * Makes the templates of a flow exist (D16): against the emulator missing ones are created as approved; against a real
   * account missing ones are returned as problems.
   */
  ensureTemplates(flow: FlowDocument): Promise<{ missing: string[] }>;
  /** What would become of a start now, for this contact; null when there is no such contact or revision. Writes nothing. */
  forecast(contact: string, start: { flow: string; revision: number; entry: string }): Promise<ContactForecast | null>;
  /** Reads the account's templates. */
  syncTemplates(): Promise<{ count: number }>;
  /** Forgets a person (docs/operations.md); "busy" while something of theirs is under way, null when nobody has this id. */
  erase(contact: string): Promise<Erased | "busy" | null>;
  operations: Operations;
  changes: ChangeFeed;
  /** Is the emulator the channel? Then the editor shows the phone. */
  emulated: boolean;
}

/** What the operator's tools ask. */
export interface Operations {
  /** How long the event loop was held up lately, in milliseconds. */
  loopLag(): Duration;
  ready(): Promise<ReadinessReport>;
  metrics(): Promise<{ type: string; text: string }>;
}

export interface ContactForecast {
  contact: Contact;
  forecast: Forecast;
}

/** What changed with one committed turn, for screens that are open. */
export interface Change {
  contact: string;
  channel: string;
  flows: string[];
  sessions: string[];
  messages: string[];
}

export interface ChangeFeed {
  publish(change: Change | { flow: string } | { settings: true }): void;
  subscribe(listener: (change: Change | { flow: string } | { settings: true }) => void): () => void;
}
