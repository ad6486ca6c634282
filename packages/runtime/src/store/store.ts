/**
 * What the runtime remembers, in the domain's words. `store.contract.ts` is run against every implementation; nothing above
 * this folder knows a driver or may assume that it is the only process.
 *
 * Every method is asynchronous and takes a unit of work as data, never a callback transaction, so that SQLite's
 * synchronous and PostgreSQL's asynchronous transactions fit behind one contract. Instants are milliseconds.
 */
import type { LedgerEvent } from "@sluice/shared/caps/ledger";
import type { LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Contact, ContactState, Conversation } from "@sluice/shared/conversation/state";
import type { Charge } from "@sluice/shared/costs/charge";
import type { Rates } from "@sluice/shared/costs/rates";
import type { Session } from "@sluice/shared/engine/session";
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Json } from "@sluice/shared/flow/json";
import type { Template } from "@sluice/shared/flow/template";
import type { Identity, IncomingMessage } from "@sluice/shared/messages/incoming";
import type { HttpCall } from "@sluice/shared/nodes/definition";
import type { Instant } from "@sluice/shared/time/instant";

export interface Store
  extends InboxStore,
    TurnStore,
    WorkStore,
    FlowStore,
    PeopleStore,
    SettingsStore,
    NoticeStore,
    MediaStore,
    OperationsStore {
  close(): Promise<void>;
  /** Writes and reads back one row, for /readyz. */
  probe(): Promise<void>;
}

/** Did the disk or a lock refuse? Then nothing was written, and the same call may succeed later. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}

// The inbox: what WhatsApp was answered 200 for.

export interface InboxRow {
  id: string;
  receivedAt: Instant;
  body: Uint8Array;
}

export interface InboxStore {
  /** All or none, on the disk (synchronous=FULL) when the promise resolves. Rejects when the disk refuses. */
  appendInbox(rows: readonly InboxRow[]): Promise<void>;
  /** Not yet done, oldest first. */
  pendingInbox(limit: number): Promise<InboxRow[]>;
  /** Every event in it took effect or was a duplicate. `note` keeps what could not be understood. */
  finishInbox(ids: readonly string[], note?: string): Promise<void>;
}

// Turns: the only way a contact changes.

/** A contact with the version that guards it. */
export interface LoadedContact {
  version: number;
  state: ContactState;
}

/** One turn: committed whole or not at all. */
export interface TurnUnit {
  contact: string;
  /** Compare-and-set: the version that was loaded. */
  version: number;
  /** What was loaded, and decided on. */
  state: ContactState;
  plan: Plan;
  /** The event that caused it; a second unit with the same key is a duplicate and changes nothing. */
  eventKey?: string;
  /** What the contact sent, for the timeline. */
  inbound?: { channel: string; message: IncomingMessage; takenBy: string | null; handledAt?: Instant };
}

export type TurnOutcome = "committed" | "duplicate" | "conflict";

export interface TurnStore {
  /** The contact who has this identity on this portfolio, or a new one. Two identities that meet in one call are joined to one contact. */
  contactFor(identity: Identity, profileName: string | null, now: Instant): Promise<string>;
  findContact(identity: Identity): Promise<string | null>;
  /**
   * The contact has a new number: found by it from now on, and no longer by `from`, which may be somebody else's some day.
   * Whoever had the new number before is joined. The contact that is left.
   */
  changePhone(contact: string, from: string | null, to: string, now: Instant): Promise<string>;
  /** With an id that was joined to another contact: that other one, under its own id. */
  loadContact(contact: string): Promise<LoadedContact | null>;
  /** Rises with every turn and every change of who the contact is; null when there is no such contact, or it was joined to another. */
  contactVersion(contact: string): Promise<number | null>;
  /** Calls that come close together share one transaction on the disk; each is committed or refused by itself. */
  commitTurn(unit: TurnUnit): Promise<TurnOutcome>;
  hasEvent(eventKey: string): Promise<boolean>;
  /** An event that belongs to no contact took effect. */
  keepEvent(eventKey: string, now: Instant): Promise<void>;
}

// Work that waits: timers, the outbox.

export interface DueTimer {
  kind: "session" | "message";
  /** Session or message id. */
  subject: string;
  contact: string;
  due: Instant;
  /** Of the session's wait; 0 for messages. */
  generation: number;
}

export interface QueuedMessage {
  message: string;
  contact: string;
  channel: string;
  notBefore: Instant | null;
}

export interface WorkStore {
  /** Timers follow from what a turn leaves behind: a session's `wait.until`, a message's `dueAt`. Earliest first. */
  dueTimers(now: Instant, limit: number): Promise<DueTimer[]>;
  /** The earliest that is due after this instant; without one, the earliest of all. */
  nextTimerAt(after?: Instant): Promise<Instant | null>;
  /** Messages in state `queued`, oldest first; all of them, due or not. */
  queuedMessages(limit: number): Promise<QueuedMessage[]>;
  /** Calls to other systems that running sessions wait for. */
  openCalls(): Promise<{ contact: string; session: string; call: HttpCall }[]>;
  /** Attempts that are `inflight`: after a crash nobody knows what became of them. */
  inflightAttempts(): Promise<{ message: string; attempt: string; contact: string }[]>;
  message(id: string): Promise<Message | null>;
  messageByWamid(wamid: string): Promise<{ message: Message; attempt: string } | null>;
  messageByAttempt(attempt: string): Promise<{ message: Message; attempt: string } | null>;
  /** Whom the portfolio reached outside a window, the longest ago first; older ones are forgotten. */
  reached(since: Instant): Promise<{ contact: string; at: Instant }[]>;
  noteReached(contact: string, at: Instant): Promise<void>;
}

// Flows: a draft, and revisions that never change.

export interface FlowRecord {
  id: string;
  /** Counts saves of the draft; a save names the one it edits. */
  version: number;
  draft: FlowDocument;
  createdAt: Instant;
  updatedAt: Instant;
  updatedBy: string;
  /** The newest revision, and the one that is published, if any. */
  revision: number | null;
  published: number | null;
  pausedAt: Instant | null;
  pausedBy: string | null;
}

export interface Revision {
  flow: string;
  number: number;
  document: FlowDocument;
  at: Instant;
  by: string;
  /** Why it was published in spite of errors. */
  reason: string | null;
}

export interface FlowStore {
  flows(): Promise<FlowRecord[]>;
  flow(id: string): Promise<FlowRecord | null>;
  /** False when the id is taken. */
  createFlow(document: FlowDocument, by: string, now: Instant): Promise<boolean>;
  /** "conflict" when someone saved since `version`. */
  saveDraft(
    id: string,
    version: number,
    document: FlowDocument,
    by: string,
    now: Instant,
  ): Promise<FlowRecord | "conflict" | null>;
  /** Removes the draft, revisions stay for the sessions that ran on them. */
  deleteFlow(id: string): Promise<boolean>;
  /** A new revision of this document, published on the channel in the same step. */
  publish(
    id: string,
    channel: string,
    document: FlowDocument,
    by: string,
    reason: string | null,
    now: Instant,
  ): Promise<Revision | null>;
  /** A hidden revision for a trial run of the draft; its number is negative. The last one, if it is the same document. */
  addTrial(id: string, document: FlowDocument, by: string, now: Instant): Promise<Revision>;
  /** Published ones, newest first. */
  revisions(flow: string): Promise<Revision[]>;
  revision(flow: string, number: number): Promise<Revision | null>;
  /** What is published on a channel now. */
  publications(channel: string): Promise<{ flow: string; revision: number; paused: boolean }[]>;
  pauseFlow(id: string, by: string | null, now: Instant): Promise<boolean>;
}

// What people look at.

/** Cursors are opaque; null is the end. One that no list gave is refused with the StoreError "bad-cursor". */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface ContactRow {
  contact: Contact;
  /** Running ones. */
  sessions: number;
  lastInboundAt: Instant | null;
}

export interface ConversationRow {
  contact: Contact;
  conversation: Conversation;
  /** What the gate knows, for the meter and the chips. */
  ledger: ContactState["ledger"];
  held: number;
}

export interface TimelinePart {
  /** Sortable position. */
  position: string;
  at: Instant;
  /** Exactly one is set. */
  inbound?: { wamid: string; channel: string; message: IncomingMessage };
  message?: Message;
  entry?: LogEntry;
}

/** A running session with what it waits for. */
export interface SessionRow {
  session: Session;
  contact: Contact;
  message: Message | null;
}

/** One try that was shown, with what it costs and whose country that depends on. */
export interface PaidAttempt {
  identity: Identity;
  charge: Charge;
  /** When it left. */
  at: Instant;
}

export interface PeopleStore {
  contacts(search: string | null, cursor: string | null, limit: number): Promise<Page<ContactRow>>;
  conversations(
    filter: "all" | "unanswered" | "held" | "capped" | "handed-off",
    cursor: string | null,
    limit: number,
    now: Instant,
  ): Promise<Page<ConversationRow>>;
  /** Oldest first; `cursor` goes back in time. */
  timeline(contact: string, channel: string | null, cursor: string | null, limit: number): Promise<Page<TimelinePart>>;
  session(id: string): Promise<Session | null>;
  sessionsOf(contact: string, limit: number): Promise<Session[]>;
  /** Running sessions that began to wait before then, for anything but the time; in pages by contact. No trial runs. */
  quietSessions(before: Instant, cursor: string | null, limit: number): Promise<Page<Session>>;
  /** Running sessions of a flow, for the live view. */
  runningSessions(flow: string, limit: number): Promise<SessionRow[]>;
  /** Sessions that run and that ended; sends held at its gates, and apart from them those of capped contacts (B1, D5). No trial runs. */
  flowFigures(flow: string): Promise<{ running: number; held: number; capped: number; ended: number }>;
  /** People in flows, open windows, and conversations as the filters `held`, `capped`, `unanswered` list them. */
  totals(
    now: Instant,
  ): Promise<{ inFlows: number; openWindows: number; held: number; capped: number; unanswered: number }>;
  /** The ledger's own log, oldest first: the ledger can be rebuilt from it. */
  ledgerLog(contact: string): Promise<LedgerEvent[]>;
  /** Attempts whose outcome nobody knows. */
  unknownMessages(limit: number): Promise<Message[]>;
  /** What left since then and was delivered, of one flow or of all; pages may be empty before the last one. */
  paidAttempts(flow: string | null, since: Instant, cursor: string | null): Promise<Page<PaidAttempt>>;
}

// What WhatsApp did that people should know, until somebody puts it away.

export interface Notice {
  id: string;
  /** "flow:<id>" or "channel:<id>". */
  subject: string;
  at: Instant;
  /** A code and parameters, not a sentence (account/say-notice.ts). */
  code: string;
  params: Record<string, Json>;
}

export interface NoticeStore {
  addNotice(notice: Notice): Promise<void>;
  /** Those that nobody put away, newest first; of one subject, or of all whose subject begins so ("flow:"). */
  notices(subject: string): Promise<Notice[]>;
  /** False when there is no such notice, or it was put away before. */
  dismissNotice(subject: string, id: string, by: string, now: Instant): Promise<boolean>;
}

// Settings, templates, keys.

export interface ChannelRecord {
  id: string;
  kind: "whatsapp";
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string | null;
  timeZone: string;
  gate: "strict" | "platform" | "off";
  ruleSet: string;
  frequency: { max: number; per: string } | null;
  quietHours: { from: string; to: string } | null;
  defaultReply: string | null;
  pausedAt: Instant | null;
  pausedBy: string | null;
  /** Why, when it was WhatsApp that stopped it: the sentence of the code, and the code. */
  pausedReason: string | null;
  pausedCode: number | null;
  /** What WhatsApp says of the number, as last heard: "STANDARD" or "HIGH"; "TIER_2K"; "GREEN". */
  throughput: string | null;
  messagingLimit: string | null;
  qualityRating: string | null;
  /** What people set instead: messages a second of the number, people a day of the portfolio. */
  perSecond: number | null;
  peoplePerDay: number | null;
  /** Marketing templates go by WhatsApp's Marketing Messages API (WR §5.2), where it takes them. */
  marketingApi: "off" | "on";
  /** A session in which nothing happens for so long ends; null: never. */
  idleAfter: string | null;
  /** A message that a session takes is marked as read; and "typing" is shown until the answer comes. */
  markRead: boolean;
  typing: boolean;
  /** What WhatsApp asks for a message, as people entered it. */
  rates: Rates | null;
}

export interface SettingsStore {
  channels(): Promise<ChannelRecord[]>;
  saveChannel(channel: ChannelRecord): Promise<void>;
  templates(channel: string): Promise<{ template: Template; syncedAt: Instant }[]>;
  /** Replaces what is known of the channel's templates. */
  saveTemplates(channel: string, templates: readonly Template[], now: Instant): Promise<void>;
  /** The answer kept under an Idempotency-Key, or null after keeping this one. Keys live 24 h. */
  keepAnswer(
    key: string,
    fingerprint: string,
    answer: string | null,
    now: Instant,
  ): Promise<{ fingerprint: string; answer: string | null } | null>;
  setting(name: string): Promise<string | null>;
  saveSetting(name: string, value: string): Promise<void>;
}

// Files to send.

/** `size` in bytes. */
export interface KeptFile {
  /** "file:" and the first half of the SHA-256 of its bytes. */
  id: string;
  name: string;
  mimeType: string;
  size: number;
  addedAt: Instant;
  addedBy: string;
}

export interface MediaStore {
  /** False when these bytes are kept already. */
  addMedia(file: Omit<KeptFile, "size">, bytes: Uint8Array): Promise<boolean>;
  /** Newest first. */
  listMedia(): Promise<KeptFile[]>;
  media(id: string): Promise<(KeptFile & { bytes: Uint8Array }) | null>;
  removeMedia(id: string): Promise<boolean>;
  /** WhatsApp's id of it on this number, unless it has expired. */
  mediaUpload(id: string, phoneNumberId: string, now: Instant): Promise<string | null>;
  /** Null: forget it. */
  keepMediaUpload(
    id: string,
    phoneNumberId: string,
    upload: { platformId: string; expiresAt: Instant } | null,
  ): Promise<void>;
}

// What operators ask: figures, retention, a person's right to their data and to be forgotten.

export interface WorkFigures {
  /** Webhooks that were stored and have not taken effect. */
  inbox: { pending: number; oldestAt: Instant | null };
  /** `due`: nothing but pace or a pause holds it back; `oldestDueAt`: since when. */
  outbox: { queued: number; due: number; oldestDueAt: Instant | null; inflight: number };
  held: { rule: string; count: number }[];
  unknown: number;
  timersOverdue: number;
}

/** Sizes in bytes; `diskFreeBytes` is null in memory. */
export interface StoreFigures {
  /** What the database has, and what this program knows. They differ when another version migrated it meanwhile. */
  schema: { found: number; known: number };
  databaseBytes: number;
  walBytes: number;
  diskFreeBytes: number | null;
}

/** What is older may go: raw webhooks that took effect, keys against duplicates, kept answers. */
export interface SweepBefore {
  webhooks: Instant;
  eventKeys: Instant;
  answers: Instant;
}

export interface Swept {
  webhooks: number;
  eventKeys: number;
  answers: number;
}

/** Everything that is known about one person, as it is stored. */
export interface ContactExport {
  contact: Contact;
  /** Ids of contacts that turned out to be this one. */
  joined: string[];
  ledger: ContactState["ledger"];
  ledgerLog: LedgerEvent[];
  conversations: Conversation[];
  sessions: Session[];
  timeline: TimelinePart[];
}

/** `webhooks`: raw bodies that named the person and went with them. */
export interface Erased {
  webhooks: number;
  messages: number;
  sessions: number;
}

export interface OperationsStore {
  workFigures(now: Instant): Promise<WorkFigures>;
  storeFigures(): Promise<StoreFigures>;
  /** In small steps, so that nobody waits for it. */
  sweep(before: SweepBefore): Promise<Swept>;
  exportContact(contact: string): Promise<ContactExport | null>;
  /**
   * Everything about the person is gone from the files, raw webhooks that name them too. What stays is a keyed hash of
   * their identities: whoever had stopped offers is stopped again when they come back. Not beside a turn of the contact.
   * "busy": a webhook that names them has not taken effect yet; null: nobody has this id.
   */
  eraseContact(contact: string, now: Instant): Promise<Erased | "busy" | null>;
  /**
   * Of people who were erased, those whom the store has again because it was put back from an older copy, erased again: how
   * many. At a start, before anything is done with what is stored.
   */
  eraseAgain(now: Instant): Promise<number>;
}
