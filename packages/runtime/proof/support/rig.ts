/**
 * The inside of the server without its doors: receiver, conversations, timers and outbox on a given store, clock and
 * WhatsApp, wired as server.ts does it. A second rig on the same store is the next life of the program.
 */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { PlanResult } from "@sluice/shared/conversation/plan";
import type { ContactState } from "@sluice/shared/conversation/state";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { readFlow } from "@sluice/shared/flow/read-flow";
import type { Template } from "@sluice/shared/flow/template";
import { accountEvents } from "../../src/account/account-events.ts";
import { TemplateWatch } from "../../src/account/template-watch.ts";
import { channelFor } from "../../src/channel.ts";
import type { Clock } from "../../src/clock.ts";
import { Conversations, type EventExtras } from "../../src/conversation/conversations.ts";
import { PublishedFlows } from "../../src/conversation/published-flows.ts";
import { Receiver } from "../../src/conversation/receive.ts";
import { Timers } from "../../src/conversation/timers.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { newId } from "../../src/store/ids.ts";
import type { ChannelRecord, Store } from "../../src/store/store.ts";
import type { SendOutcome } from "../../src/whatsapp/client.ts";

export const ACCOUNT = {
  phoneNumberId: "100000000000001",
  wabaId: "200000000000001",
  token: "token",
  appSecret: "proof-secret",
  verifyToken: "verify",
  apiUrl: "http://127.0.0.1:1",
  apiVersion: "v25.0",
};

export interface RigOptions {
  store: Store;
  clock: Clock;
  send(body: object): Promise<SendOutcome>;
  /** Told of each event before it is decided, with the contact as it was loaded. */
  deciding?(contact: string, event: ContactEvent, state: ContactState): void;
  /** Default: it is thrown, and the proof fails. */
  onError?(error: unknown): void;
}

export class Rig {
  readonly conversations: Conversations;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly receiver: Receiver;
  readonly flows: PublishedFlows;
  readonly #options: RigOptions;

  private constructor(options: RigOptions, flows: PublishedFlows, record: ChannelRecord) {
    const { store, clock, send } = options;
    const onError = options.onError ?? raise;
    this.#options = options;
    this.flows = flows;
    this.conversations = new Watched(
      store,
      flows,
      clock,
      (contact, plan) => {
        this.outbox.noticed(contact, plan);
        this.timers.noticed(plan);
      },
      options.deciding,
    );
    const channel = () => flows.record;
    const account = accountEvents({
      store,
      clock,
      channel,
      watch: new TemplateWatch({ store, clock, channel }),
      templates: { sync: async () => ({ count: 0 }) },
      reload: () => this.reload(),
      paceMet: (code) => this.outbox.met(code),
      learn: async () => {},
      onError,
    });
    const { appSecret, phoneNumberId } = ACCOUNT;
    const { conversations } = this;
    this.outbox = new Outbox({
      store,
      conversations,
      clock,
      appSecret,
      send,
      failed: (code, message) => account.failed(code, message),
      // A proof is about what happens, not about when: the pace has tests of its own.
      limits: () => ({ perSecond: 1_000_000, peoplePerDay: null }),
      isPaused: (flow) => flows.record.pausedAt !== null || (flow !== null && flows.isPaused(flow)),
      onError,
    });
    this.timers = new Timers({ store, conversations, clock, onError });
    this.receiver = new Receiver({
      store,
      conversations,
      clock,
      channel: () => record.id,
      phoneNumberId,
      appSecret,
      account,
      onError,
    });
  }

  /** Goes on where the last life stopped, as server.ts does. */
  static async start(options: RigOptions): Promise<Rig> {
    const record = await channelFor(options.store, ACCOUNT);
    const rig = new Rig(options, await PublishedFlows.load(options.store, options.clock, record), record);
    await rig.outbox.resume();
    await rig.receiver.resume();
    await rig.timers.start();
    return rig;
  }

  /** Channel, publications or templates changed. */
  async reload(): Promise<void> {
    await this.flows.reload();
    this.outbox.wakeAll();
  }

  /** A person lets the channel go on that WhatsApp's error stopped. */
  async unpause(): Promise<void> {
    await this.#options.store.saveChannel({ ...this.flows.record, pausedAt: null, pausedBy: null, pausedCode: null });
    await this.reload();
  }

  get channel(): string {
    return this.flows.record.id;
  }

  /** A webhook whose signature was right: on the disk when this resolves. Rejects when the store refuses. */
  async webhook(body: object): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const row = { id: newId("in", now), receivedAt: now, body: Buffer.from(JSON.stringify(body)) };
    await store.appendInbox([row]);
    this.receiver.take(row);
  }

  /** Starts a published flow by its first entry for this person. */
  async start(phone: string, flow: string): Promise<PlanResult> {
    const { store, clock } = this.#options;
    const contact = await store.contactFor({ phone }, null, clock.now());
    const { channel } = this;
    const published = (await store.publications(channel)).find((publication) => publication.flow === flow);
    const revision = published?.revision ?? 0;
    const entry = (await store.revision(flow, revision))?.document.nodes.find(({ type }) => type === "entry")?.id ?? "";
    const variables = {};
    return this.conversations.act(contact, {
      kind: "session-requested",
      channel,
      flow,
      revision,
      entry,
      variables,
      by: "the API",
    });
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    const { receiver, conversations, outbox, timers } = this;
    let busy = true;
    while (busy)
      busy = (await Promise.all([receiver.idle(), conversations.idle(), outbox.idle(), timers.idle()])).some(Boolean);
  }
}

/** Publishes without lint: proofs need flows that do what nobody should draw. */
export async function publish(store: Store, now: number, ...flows: object[]): Promise<void> {
  const record = await channelFor(store, ACCOUNT);
  const templates: Template[] = [];
  for (const flow of flows) {
    const document = documentOf(flow);
    templates.push(...(document.templates ?? []));
    await store.createFlow(document, "proof", now);
    await store.publish(document.id, record.id, document, "proof", null, now);
  }
  await store.saveTemplates(record.id, templates, now);
}

function documentOf(flow: object): FlowDocument {
  const parsed = readFlow(flow);
  if (!parsed.ok) throw new Error(`This is no flow: ${JSON.stringify(parsed.problems)}`);
  return parsed.flow;
}

/** Tells what is about to be decided; decides like every other. */
class Watched extends Conversations {
  readonly #deciding: RigOptions["deciding"];

  constructor(
    ...[store, flows, clock, committed, deciding]: [
      ...ConstructorParameters<typeof Conversations>,
      RigOptions["deciding"],
    ]
  ) {
    super(store, flows, clock, committed);
    this.#deciding = deciding;
  }

  override actWith(
    contact: string,
    prepare: (state: ContactState) => Promise<ContactEvent | null>,
    extras: EventExtras = {},
  ): Promise<PlanResult> {
    const watched = async (state: ContactState) => {
      const event = await prepare(state);
      if (event) this.#deciding?.(contact, event, state);
      return event;
    };
    return super.actWith(contact, watched, extras);
  }
}

function raise(error: unknown): never {
  throw error;
}
