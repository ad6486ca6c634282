/**
 * The inside of the server: everything between a stored webhook and a send, wired on a store, a clock and WhatsApp. No
 * doors, no log, no process; server.ts adds them, and proofs run it on virtual time.
 */

import type { Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Instant } from "@sluice/shared/time/instant";
import { accountEvents } from "./account/account-events.ts";
import { limitsOf, NumberFacts } from "./account/number-facts.ts";
import { TemplateWatch } from "./account/template-watch.ts";
import { channelFor } from "./channel.ts";
import type { Clock } from "./clock.ts";
import type { WhatsAppSettings } from "./config.ts";
import { changeFeed, changeOf } from "./conversation/change-feed.ts";
import { HttpCalls, type HttpCallsSettings } from "./conversation/commands/call-http.ts";
import { type Committed, Conversations, type Follow } from "./conversation/conversations.ts";
import { IdleSessions } from "./conversation/idle-sessions.ts";
import { PublishedFlows } from "./conversation/published-flows.ts";
import { Receiver } from "./conversation/receive.ts";
import { Schedules } from "./conversation/schedules.ts";
import { Timers } from "./conversation/timers.ts";
import { crashpoint } from "./crashpoint.ts";
import { KeptFiles } from "./media/kept-files.ts";
import { Acknowledge } from "./outbox/acknowledge.ts";
import { Outbox } from "./outbox/outbox.ts";
import { type SendWays, sendBy } from "./outbox/send-ways.ts";
import type { ChangeFeed } from "./services.ts";
import type { Store } from "./store/store.ts";
import { TemplateService } from "./template-service.ts";
import type { SendOutcome, WhatsAppClient } from "./whatsapp/client.ts";

export interface CoreSettings {
  store: Store;
  clock: Clock;
  client: Pick<
    WhatsAppClient,
    "send" | "sendMarketing" | "acknowledge" | "listTemplates" | "createTemplate" | "phoneNumber"
  > &
    /** Without it, files that are kept here cannot be sent. */
    Partial<Pick<WhatsAppClient, "uploadMedia">>;
  whatsapp: WhatsAppSettings;
  /** How flows call other systems. */
  callWeb: HttpCallsSettings["perform"];
  /** WhatsApp is the emulator: templates that are missing there are made. */
  emulated: boolean;
  /** Told of each commit, send and timer; for logs, metrics and proofs. */
  observer: CoreObserver;
  onError(error: unknown, about?: object): void;
  /** Proofs look over its shoulder. */
  makeConversations?: (...wiring: ConstructorParameters<typeof Conversations>) => Conversations;
}

export interface CoreObserver {
  committed(contact: string, plan: Plan): void;
  sent(outcome: SendOutcome, message: Message): void;
  /** So many milliseconds after it was due. */
  timerFired(late: number): void;
  /** Nobody was started at this time. */
  scheduleMissed(schedule: string, occurrence: Instant): void;
}

export interface Core {
  channel: string;
  flows: PublishedFlows;
  conversations: Conversations;
  outbox: Outbox;
  acknowledge: Acknowledge;
  timers: Timers;
  idleSessions: IdleSessions;
  calls: HttpCalls;
  schedules: Schedules;
  receiver: Receiver;
  templates: TemplateService;
  number: NumberFacts;
  changes: ChangeFeed;
  /** Channel, publications or templates changed: what runs sees it, and what is held is decided anew (D13). */
  reload(): Promise<void>;
  /** Goes on where the last run stopped. */
  resume(): Promise<{ inbox: number; queued: number; unknown: number; calls: number }>;
  /** Waits until nothing is under way; true when something was. */
  idle(): Promise<boolean>;
}

export async function buildCore(settings: CoreSettings): Promise<Core> {
  const { store, clock, client, whatsapp, emulated, observer, onError } = settings;
  const record = await channelFor(store, whatsapp);
  const flows = await PublishedFlows.load(store, clock, record);
  crashpoint("start-flows-loaded");
  const changes = changeFeed();
  const channel = () => flows.record;

  const committed: Committed = (contact, plan, inbound) => {
    outbox.noticed(contact, plan);
    acknowledge.noticed(plan, inbound);
    timers.noticed(plan);
    calls.noticed(contact, plan);
    changes.publish(changeOf(contact, plan));
    observer.committed(contact, plan);
  };
  const follow: Follow = (contact, state) => outbox.follow(contact, state);
  const make = settings.makeConversations ?? ((...wiring) => new Conversations(...wiring));
  const conversations = make(store, flows, clock, committed, follow);
  const ways: SendWays = {
    cloud: (body) => client.send(whatsapp.phoneNumberId, body),
    marketing: (body) => client.sendMarketing(whatsapp.phoneNumberId, body),
  };
  const files = new KeptFiles({
    store,
    clock,
    phoneNumberId: whatsapp.phoneNumberId,
    upload: async (number, file) =>
      (await client.uploadMedia?.(number, file)) ?? { kind: "unreachable", why: "there is no way to upload files" },
  });
  const acknowledge = new Acknowledge({
    clock,
    channel,
    send: (body) => client.acknowledge(whatsapp.phoneNumberId, body),
    failed: (code) => account.failed(code, null),
    onError,
  });
  const outbox = new Outbox({
    store,
    conversations,
    clock,
    appSecret: whatsapp.appSecret,
    send: async (body, message, attempt) => {
      const { marketingApi } = flows.record;
      const outcome = await files.sendWith(body, (ready) => sendBy(ways, ready, { message, attempt, marketingApi }));
      observer.sent(outcome, message);
      return outcome;
    },
    failed: (code, message) => account.failed(code, message),
    limits: () => limitsOf(flows.record),
    isPaused: (flow) => flows.record.pausedAt !== null || (flow !== null && flows.isPaused(flow)),
    onError,
  });
  const idleSessions = new IdleSessions({
    store,
    conversations,
    clock,
    idleAfter: () => flows.record.idleAfter,
    onError,
  });
  const timers = new Timers({ store, conversations, clock, onError, fired: (late) => observer.timerFired(late) });
  const calls = new HttpCalls({ store, conversations, clock, perform: settings.callWeb, onError });
  const schedules = new Schedules({
    store,
    conversations,
    clock,
    channel: () => record.id,
    entries: () => flows.entries(),
    onError,
    onMissed: (schedule, occurrence) => observer.scheduleMissed(schedule, occurrence),
  });
  const watch = new TemplateWatch({ store, clock, channel });
  const templates = new TemplateService({
    store,
    client,
    clock,
    channel: record.id,
    wabaId: whatsapp.wabaId,
    emulated,
    compared: (before, after) => watch.compared(before, after),
  });

  const reload = async () => {
    await flows.reload();
    crashpoint("reload-flows");
    await schedules.reload();
    changes.publish({ settings: true });
    await decideHeldAnew(store, conversations, clock);
    crashpoint("reload-decided");
    outbox.wakeAll();
  };
  const number = new NumberFacts({
    store,
    client,
    clock,
    channel,
    replace: async (changed) => {
      await flows.replaceRecord(changed);
      changes.publish({ settings: true });
    },
    onError,
  });
  const account = accountEvents({
    store,
    clock,
    channel,
    watch,
    templates,
    reload,
    paceMet: (code) => outbox.met(code),
    learn: (facts) => number.learn(facts),
    onError,
  });
  const receiver = new Receiver({
    store,
    conversations,
    clock,
    channel: () => record.id,
    phoneNumberId: whatsapp.phoneNumberId,
    appSecret: whatsapp.appSecret,
    account,
    onError,
  });

  return {
    channel: record.id,
    flows,
    conversations,
    outbox,
    acknowledge,
    timers,
    idleSessions,
    calls,
    schedules,
    receiver,
    templates,
    number,
    changes,
    reload,
    async resume() {
      // First what was in flight when the process died: after it, what is in flight is this process's own.
      const sends = await outbox.resume();
      const inbox = await receiver.resume();
      crashpoint("start-resumed");
      const owedCalls = await calls.resume();
      await timers.start();
      await schedules.start();
      idleSessions.start();
      return { ...sends, inbox, calls: owedCalls };
    },
    async idle() {
      const busy = [receiver, conversations, outbox, acknowledge, timers, idleSessions, calls, schedules].map((part) =>
        part.idle(),
      );
      return (await Promise.all(busy)).some(Boolean);
    },
  };
}

/** D13: settings, templates or a pause changed. */
async function decideHeldAnew(store: Store, conversations: Conversations, clock: Clock): Promise<void> {
  let cursor: string | null = null;
  do {
    const page = await store.conversations("held", cursor, 200, clock.now());
    await Promise.all(page.items.map(({ contact }) => conversations.act(contact.id, { kind: "policy-changed" })));
    cursor = page.next;
  } while (cursor !== null);
}
