/**
 * The inside of the server without its doors (core.ts) on a given store, clock and WhatsApp. A second rig on the same store
 * is the next life of the program.
 */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Plan, PlanResult } from "@sluice/shared/conversation/plan";
import type { ContactState } from "@sluice/shared/conversation/state";
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Json } from "@sluice/shared/flow/json";
import { readFlow } from "@sluice/shared/flow/read-flow";
import type { Template } from "@sluice/shared/flow/template";
import type { HttpCall, HttpResult } from "@sluice/shared/nodes/definition";
import { expect } from "vitest";
import { channelFor } from "../../src/channel.ts";
import type { Clock } from "../../src/clock.ts";
import { Conversations, type EventExtras } from "../../src/conversation/conversations.ts";
import { buildCore, type Core } from "../../src/core.ts";
import { newId } from "../../src/store/ids.ts";
import type { Store } from "../../src/store/store.ts";
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
  /** Default: there is no network. */
  callWeb?(call: HttpCall, stopped: AbortSignal): Promise<HttpResult>;
  /** Told of each event before it is decided, with the contact as it was loaded. */
  deciding?(contact: string, event: ContactEvent, state: ContactState): void;
  committed?(contact: string, plan: Plan): void;
  timerFired?(late: number): void;
  /** Default: it is thrown, and the proof fails. */
  onError?(error: unknown): void;
}

export class Rig {
  readonly core: Core;
  readonly #options: RigOptions;

  private constructor(options: RigOptions, core: Core) {
    this.#options = options;
    this.core = core;
  }

  /** Goes on where the last life stopped. */
  static async start(options: RigOptions): Promise<Rig> {
    const core = await buildCore({
      store: options.store,
      clock: options.clock,
      client: {
        send: (_number, body) => options.send(body),
        sendMarketing: (_number, body) => options.send(body),
        acknowledge: async () => ({ kind: "ok", value: {} }),
        listTemplates: async () => {
          const templates = await options.store.templates(`wa-${ACCOUNT.phoneNumberId}`);
          return { kind: "ok", value: templates.map(({ template }) => template) };
        },
        createTemplate: async () => ({ kind: "ok", value: {} }),
        phoneNumber: async (id) => ({ kind: "ok", value: { id } }),
      },
      whatsapp: ACCOUNT,
      callWeb: options.callWeb ?? (async () => ({ error: "there is no network in this proof" })),
      emulated: true,
      observer: {
        committed: (contact, plan) => options.committed?.(contact, plan),
        sent: () => {},
        timerFired: (late) => options.timerFired?.(late),
        scheduleMissed: () => {},
      },
      onError: options.onError ?? raise,
      makeConversations: (...wiring) => new Watched(wiring, options.deciding),
    });
    await core.resume();
    return new Rig(options, core);
  }

  get channel(): string {
    return this.core.channel;
  }

  get paused(): boolean {
    return this.core.flows.record.pausedAt !== null;
  }

  /** A person lets the channel go on that WhatsApp's error stopped. */
  async unpause(): Promise<void> {
    const { record } = this.core.flows;
    await this.#options.store.saveChannel({ ...record, pausedAt: null, pausedBy: null, pausedCode: null });
    await this.core.reload();
  }

  act(contact: string, event: ContactEvent): Promise<PlanResult> {
    return this.core.conversations.act(contact, event);
  }

  /** A webhook whose signature was right: on the disk when this resolves. Rejects when the store refuses. */
  async webhook(body: object): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const row = { id: newId("in", now), receivedAt: now, body: Buffer.from(JSON.stringify(body)) };
    await store.appendInbox([row]);
    this.core.receiver.take(row);
  }

  /** Starts a published flow by its first entry for this person. */
  async start(phone: string, flow: string, variables: Record<string, Json> = {}): Promise<PlanResult> {
    const { store, clock } = this.#options;
    const contact = await store.contactFor({ phone }, null, clock.now());
    const { channel } = this;
    const published = (await store.publications(channel)).find((publication) => publication.flow === flow);
    const revision = published?.revision ?? 0;
    const entry = (await store.revision(flow, revision))?.document.nodes.find(({ type }) => type === "entry")?.id ?? "";
    const by = "the API";
    return this.act(contact, { kind: "session-requested", channel, flow, revision, entry, variables, by });
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (await this.core.idle());
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

/** So many decisions are trusted until the next one is compared with the store. */
const COMPARED = 7;

/** Tells what is about to be decided; decides like every other. What it decides on must be what the store has. */
class Watched extends Conversations {
  readonly #store: Store;
  readonly #deciding: RigOptions["deciding"];
  #decisions = 0;

  constructor(wiring: ConstructorParameters<typeof Conversations>, deciding: RigOptions["deciding"]) {
    super(...wiring);
    [this.#store] = wiring;
    this.#deciding = deciding;
  }

  override actWith(
    contact: string,
    prepare: (state: ContactState) => Promise<ContactEvent | null>,
    extras: EventExtras = {},
  ): Promise<PlanResult> {
    const watched = async (state: ContactState) => {
      this.#decisions += 1;
      if (this.#decisions % COMPARED === 0) await this.#compare(contact, state);
      const event = await prepare(state);
      if (event) this.#deciding?.(contact, event, state);
      return event;
    };
    return super.actWith(contact, watched, extras);
  }

  /** What is remembered between turns is what a load would give; names may be learned meanwhile, beside the turns. */
  async #compare(id: string, { contact, ...remembered }: ContactState): Promise<void> {
    const loaded = await this.#store.loadContact(id);
    if (loaded?.state.contact.id !== contact.id) return;
    const { contact: _, ...stored } = loaded.state;
    expect(JSON.parse(JSON.stringify(remembered)), `what is remembered of ${id}`).toEqual(stored);
  }
}

function raise(error: unknown): never {
  throw error;
}
