/**
 * WhatsApp's side, pretended: Graph API, webhooks, customer service windows, the hidden cap, phones to chat with. Nothing
 * leaves the machine. `emulatorRouter` gives it an HTTP face, `serveEmulator` a port of its own.
 */
import { MovableClock } from "./clock.ts";
import { ContactBook, type ContactSeed, digitsOf, SEEDED_CONTACTS } from "./contacts.ts";
import { type Credentials, DEMO_CREDENTIALS } from "./credentials.ts";
import { Faults } from "./faults.ts";
import { Listeners, type WorldEvent } from "./listeners.ts";
import { MediaStore } from "./media-store.ts";
import { MessageStore } from "./message-store.ts";
import { postWebhook } from "./post-webhook.ts";
import { keepState } from "./state-file.ts";
import { TemplateBook, type TemplateRecord } from "./template-book.ts";
import { TrafficLog } from "./traffic-log.ts";
import { type DeliverWebhook, WebhookSender } from "./webhooks.ts";
import type { Delays, World } from "./world.ts";

export interface EmulatorOptions {
  /** Default: one that ticks in real time. Shared with the runtime in the demo; whoever made it closes it. */
  clock?: MovableClock;
  credentials?: Partial<Credentials>;
  /** Where webhooks are posted. Without it and without `deliver` they are only written to the log. */
  webhookUrl?: string;
  /** Takes the place of an HTTP POST to `webhookUrl`. */
  deliver?: DeliverWebhook;
  /** Default: four people with Brazilian numbers and three marketing slots each. */
  contacts?: ContactSeed[];
  /** There from the start. */
  templates?: Omit<TemplateRecord, "id">[];
  /** Milliseconds: `sent`, `delivered` and `failed` count from acceptance, `read` from delivery. */
  delays?: Partial<Delays>;
  /**
   * Keep people, templates and messages in this file over restarts; uploaded files, the log and webhooks that were not
   * taken yet are not kept. Without it everything is gone with the process.
   */
  stateFile?: string;
  /** Refuse templates that a reviewer would refuse (examples missing, variable at the end); default: no. */
  reviewTemplates?: boolean;
}

export interface Emulator {
  readonly credentials: Credentials;
  readonly clock: MovableClock;
  /** What the routes work on; for tests inside the process. */
  readonly world: World;
  /** Ends what it started: its settle hook, its file, and its clock if it made it. */
  close(): void;
}

const DEFAULT_DELAYS: Delays = { sent: 150, delivered: 400, read: 1_000, failed: 1_200 };

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const clock = options.clock ?? new MovableClock();
  const credentials = { ...DEMO_CREDENTIALS, ...options.credentials };
  if (digitsOf(credentials.businessPhone) === null)
    throw new RangeError(`businessPhone must be a phone number; it is "${credentials.businessPhone}".`);
  const faults = new Faults();
  const log = new TrafficLog();
  const webhooks = new WebhookSender({
    clock,
    faults,
    log,
    wabaId: credentials.wabaId,
    appSecret: credentials.appSecret,
    deliver: () => {
      if (options.deliver) return { address: "callback", deliver: options.deliver };
      return world.callback === null ? null : { address: world.callback, deliver: postWebhook(world.callback) };
    },
  });
  const world: World = {
    credentials,
    clock,
    contacts: new ContactBook(),
    templates: new TemplateBook(),
    messages: new MessageStore(),
    media: new MediaStore(),
    webhooks,
    faults,
    log,
    listeners: new Listeners<WorldEvent>(),
    delays: { ...DEFAULT_DELAYS, ...options.delays },
    reviewTemplates: options.reviewTemplates ?? false,
    callback: options.webhookUrl ?? null,
    serviceMessages: new Map(),
  };
  for (const seed of options.contacts ?? SEEDED_CONTACTS) seedContact(world, seed);
  for (const template of options.templates ?? []) world.templates.put(template);
  const stops = [
    ...(options.stateFile === undefined ? [] : [keepState(world, options.stateFile)]),
    clock.onSettle(() => webhooks.idle()),
    clock.onMove((now) => world.listeners.tell({ type: "clock", now })),
  ];
  return {
    credentials,
    clock,
    world,
    close() {
      for (const stop of stops) stop();
      if (!options.clock) clock.close();
    },
  };
}

function seedContact(world: World, { phone, ...settings }: ContactSeed): void {
  const waId = digitsOf(phone);
  if (waId === null) throw new RangeError(`A contact needs a phone number; "${phone}" is none.`);
  Object.assign(world.contacts.getOrCreate(waId), settings);
}
