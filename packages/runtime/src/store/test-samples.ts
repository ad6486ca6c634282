/** Small, complete records for the tests of stores. */
import { applyLedgerEvent, type Ledger, type LedgerEvent } from "@sluice/shared/caps/ledger";
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Attempt, Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Conversation } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { IncomingMessage } from "@sluice/shared/messages/incoming";
import { CHANNEL_DEFAULTS } from "./channel-defaults.ts";
import type { ChannelRecord, LoadedContact, Store, TurnUnit } from "./store.ts";

/** 2026-11-23T10:00:00Z */
export const NOW = Date.UTC(2026, 10, 23, 10);
export const CHANNEL = "ch1";

export const NOTHING: Plan = {
  contact: null,
  ledger: null,
  conversations: [],
  sessions: [],
  messages: [],
  log: [],
  ledgerLog: [],
  result: { kind: "done" },
};

export function conversation(changes: Partial<Conversation> = {}): Conversation {
  const none = { lastInboundAt: null, lastMessageAt: null, lastText: "", unansweredSince: null, handOff: null };
  return { channel: CHANNEL, ...none, ...changes };
}

export function session(contact: string, changes: Partial<Session> = {}): Session {
  return {
    id: "s1",
    contact,
    channel: CHANNEL,
    flow: "welcome",
    revision: 1,
    status: "running",
    node: "n1",
    entry: "n0",
    wait: null,
    variables: { size: "M" },
    turn: 1,
    generation: 1,
    seed: 7,
    startedAt: NOW,
    ...changes,
  };
}

export function message(contact: string, changes: Partial<Message> = {}): Message {
  return {
    id: "m1",
    contact,
    channel: CHANNEL,
    origin: {
      kind: "flow",
      session: "s1",
      flow: "welcome",
      flowName: "Welcome",
      revision: 1,
      node: "n1",
      nodeName: "Hello",
    },
    class: "free-form",
    content: { kind: "text", text: "Hi" },
    twin: null,
    prefer: "interactive",
    state: "queued",
    hold: null,
    deadline: null,
    blocks: 0,
    maxTries: 5,
    notBefore: null,
    delays: 0,
    createdAt: NOW,
    attempts: [],
    ...changes,
  };
}

export function attempt(changes: Partial<Attempt> = {}): Attempt {
  return { id: "a1", as: "template", rule: "D11", state: "inflight", at: NOW, ...changes };
}

export function incoming(wamid: string, text = "Hello", at = NOW): IncomingMessage {
  return { wamid, at, from: { phone: "+5511900000001" }, content: { kind: "text", text } };
}

export function entry(code: LogCode, changes: Partial<LogEntry> = {}): LogEntry {
  return { at: NOW, code, channel: CHANNEL, params: {}, ...changes };
}

export function flowDocument(id: string, name = id): FlowDocument {
  return { formatVersion: 1, id, name, nodes: [], edges: [] };
}

export function channelRecord(id: string): ChannelRecord {
  return {
    ...CHANNEL_DEFAULTS,
    id,
    name: "Shop",
    phoneNumberId: "100",
    wabaId: "200",
    timeZone: "America/Sao_Paulo",
  };
}

/** A contact with this phone number, new or known. */
export function contactWith(store: Store, phone: string, name: string | null = null, now = NOW): Promise<string> {
  return store.contactFor({ phone }, name, now);
}

export async function load(store: Store, contact: string): Promise<LoadedContact> {
  const loaded = await store.loadContact(contact);
  if (!loaded) throw new Error(`no contact ${contact}`);
  return loaded;
}

/** Commits a turn on what is stored now. */
export async function turn(store: Store, contact: string, plan: Partial<Plan>, rest: Partial<TurnUnit> = {}) {
  const { version, state } = await load(store, contact);
  return store.commitTurn({ contact, version, state, plan: { ...NOTHING, ...plan }, ...rest });
}

/** The ledger's part of a plan, as `decide` makes it: the log and the ledger it leads to. */
export function ledgerPlan(ledger: Ledger, at: number, ...events: LedgerEvent[]): Pick<Plan, "ledger" | "ledgerLog"> {
  return { ledger: events.reduce(applyLedgerEvent, ledger), ledgerLog: events.map((event) => ({ at, event })) };
}
