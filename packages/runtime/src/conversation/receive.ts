/**
 * From stored webhooks to events of contacts. Rows are taken in the order of their arrival; each contact's events keep that
 * order. A row is done when every event in it took effect or was a duplicate; until then it is taken again after a restart.
 */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Message } from "@sluice/shared/conversation/message";
import { findJsonExcess } from "@sluice/shared/flow/json-excess";
import type { Identity, IncomingMessage } from "@sluice/shared/messages/incoming";
import { readPayload } from "@sluice/shared/messages/payload";
import { HOUR } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import { readCallbackData } from "../outbox/callback-data.ts";
import { failureOf } from "../outbox/failure.ts";
import { type InboxRow, isRetryable, type Store } from "../store/store.ts";
import { parseWebhook } from "../whatsapp/parse-webhook.ts";
import type {
  AccountChanged,
  CapabilityChanged,
  EchoReceived,
  PhoneQualityChanged,
  StatusReceived,
  UnknownReceived,
  WebhookEvent,
} from "../whatsapp/webhook-event.ts";
import type { Conversations, EventExtras } from "./conversations.ts";
import { InboxPump, type RowOutcome } from "./inbox-pump.ts";

export interface AccountEvents {
  /** Resolves when what is known of the templates is up to date, and what is held was decided anew. */
  templateChanged(event: TemplateChanged): Promise<void>;
  accountChanged(event: AccountChanged): Promise<void>;
  qualityChanged(event: PhoneQualityChanged): Promise<void>;
  capabilityChanged(event: CapabilityChanged): Promise<void>;
  /** An error of ours or theirs came by webhook, about a message or about none. Before it takes effect. */
  failed(code: number, message: Message | null): Promise<void>;
  /** Something that this version does not know. */
  unknownReceived(event: UnknownReceived): Promise<void>;
}

export type TemplateChanged = Extract<WebhookEvent, { type: `template-${string}` }>;

export interface ReceiverSettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  channel: () => string;
  phoneNumberId: string;
  appSecret: string;
  /** What happens to the account, its number and its templates. */
  account: AccountEvents;
  onError(error: unknown, about: { inbox: string; event?: string }): void;
}

/** An event that stands in its contact's lane; `turn` ends when it took effect. Wrapped: a bare promise would be awaited. */
interface Enqueued {
  turn: Promise<unknown>;
}

const NOTHING: Enqueued = { turn: Promise.resolve() };

export class Receiver {
  readonly #settings: ReceiverSettings;
  readonly #pump: InboxPump;

  constructor(settings: ReceiverSettings) {
    const { store, clock, onError } = settings;
    this.#settings = settings;
    this.#pump = new InboxPump({
      store,
      clock,
      begin: (row) => this.#begin(row),
      onError: (error) => onError(error, { inbox: "all" }),
    });
  }

  /** A row that was just committed. */
  take(row: InboxRow): void {
    this.#pump.take(row);
  }

  /** What was left over from before the last stop; nothing is taken before. */
  resume(): Promise<number> {
    return this.#pump.resume();
  }

  idle(): Promise<boolean> {
    return this.#pump.idle();
  }

  stop(): Promise<void> {
    return this.#pump.stop();
  }

  /** Finds the contact of each event, in order, and puts the event into the contact's lane; does not wait for the turns. */
  async #begin(row: InboxRow): Promise<{ outcome: Promise<RowOutcome> }> {
    const { events, notes } = parseRow(row);
    crashpoint("receive-parsed");
    const turns: Promise<RowOutcome>[] = [];
    for (const event of events) {
      try {
        const { turn } = await this.#enqueue(event);
        crashpoint("receive-enqueued");
        turns.push(
          turn.then(
            () => "done",
            (error: unknown) => this.#failed(error, row, event),
          ),
        );
      } catch (error) {
        turns.push(Promise.resolve(this.#failed(error, row, event)));
      }
    }
    return { outcome: this.#outcome(row, notes, turns) };
  }

  async #outcome(row: InboxRow, notes: readonly string[], turns: readonly Promise<RowOutcome>[]): Promise<RowOutcome> {
    const outcomes = await Promise.all(turns);
    if (outcomes.includes("refused")) return "refused";
    if (outcomes.includes("failed")) return "failed";
    crashpoint("receive-took-effect");
    try {
      await this.#settings.store.finishInbox([row.id], notes.length > 0 ? notes.join(" ") : undefined);
    } catch (error) {
      return this.#failed(error, row);
    }
    crashpoint("receive-finished");
    return "done";
  }

  /** What failed is not lost: the row stays in the inbox and is taken again. A refusal holds up all that came after it. */
  #failed(error: unknown, row: InboxRow, event?: WebhookEvent): RowOutcome {
    if (error instanceof HeldUp) return "refused";
    this.#settings.onError(error, { inbox: row.id, ...(event ? { event: event.key } : {}) });
    if (!isRetryable(error)) return "failed";
    this.#pump.refused();
    return "refused";
  }

  /** In the contact's turn: nothing takes effect before what the disk refused. */
  #inOrder<Event>(prepare: () => Promise<Event>): () => Promise<Event> {
    return async () => {
      if (this.#pump.isRefused) throw new HeldUp();
      return prepare();
    };
  }

  async #enqueue(event: WebhookEvent): Promise<Enqueued> {
    const { conversations } = this.#settings;
    switch (event.type) {
      case "message":
        if (event.phoneNumberId !== this.#settings.phoneNumberId) return NOTHING;
        return this.#enqueueMessage(event.message, event.key);
      case "call":
        if (!event.opensWindow || event.phoneNumberId !== this.#settings.phoneNumberId) return NOTHING;
        return this.#act(
          event.from,
          { kind: "call-received", channel: this.#settings.channel(), at: event.at },
          event.key,
        );
      case "user-preference":
        if (event.value !== "stop" && event.value !== "resume") return NOTHING;
        return this.#act(
          event.from,
          { kind: "preference-changed", channel: this.#settings.channel(), wants: event.value, at: event.at },
          event.key,
        );
      case "status": {
        const found = await this.#find(event);
        if (!found) return NOTHING;
        crashpoint("receive-status-found");
        const [error] = event.errors;
        // Not inside the contact's turn: pausing a channel decides all that is held anew.
        if (error && event.status === "failed" && (await this.#isNews(event)))
          await this.#settings.account.failed(error.code, found.message);
        const prepare = this.#inOrder(async () => this.#statusEvent(event, (await this.#find(event)) ?? found));
        return { turn: conversations.actWith(found.message.contact, prepare, { eventKey: event.key }) };
      }
      case "template-status":
      case "template-category":
      case "template-components":
      case "template-quality":
        return this.#once(event, () => this.#settings.account.templateChanged(event));
      case "account":
        return this.#once(event, () => this.#settings.account.accountChanged(event));
      case "phone-quality":
        return this.#once(event, () => this.#settings.account.qualityChanged(event));
      case "capability":
        return this.#once(event, () => this.#settings.account.capabilityChanged(event));
      case "echo":
        return this.#enqueueEcho(event);
      case "unknown":
        return this.#once(event, () => this.#settings.account.unknownReceived(event));
      case "value-error":
        return this.#once(event, () => this.#settings.account.failed(event.error.code, null));
    }
  }

  /** WhatsApp repeats itself for days: what is long past stops nothing that was mended since. */
  async #isNews({ key, at }: StatusReceived): Promise<boolean> {
    const { store, clock } = this.#settings;
    return at > clock.now() - HOUR && !(await store.hasEvent(key));
  }

  /** Not of what we sent ourselves, should it ever be echoed. */
  async #enqueueEcho({ phoneNumberId, wamid, to, at, content, key }: EchoReceived): Promise<Enqueued> {
    if (phoneNumberId !== this.#settings.phoneNumberId) return NOTHING;
    if (await this.#settings.store.messageByWamid(wamid)) return NOTHING;
    return this.#act(to, { kind: "echo-received", channel: this.#settings.channel(), wamid, content, at }, key);
  }

  /** Events of the account belong to no contact, so no turn keeps their key. */
  async #once(event: WebhookEvent, run: () => Promise<void>): Promise<Enqueued> {
    const { store, clock } = this.#settings;
    if (await store.hasEvent(event.key)) return NOTHING;
    return { turn: run().then(() => store.keepEvent(event.key, clock.now())) };
  }

  async #enqueueMessage(message: IncomingMessage, key: string): Promise<Enqueued> {
    const { store, conversations } = this.#settings;
    const channel = this.#settings.channel();
    const { content } = message;
    const newPhone = content.kind === "system" ? content.newPhone : undefined;
    // The old number leads nowhere after the first time.
    if (newPhone !== undefined && (await store.hasEvent(key))) return NOTHING;
    const now = this.#settings.clock.now();
    const known = await store.contactFor(message.from, message.profileName ?? null, now);
    const contact =
      newPhone === undefined ? known : await store.changePhone(known, message.from.phone ?? null, newPhone, now);
    crashpoint("receive-contact-found");
    const prepare = this.#inOrder(
      async (): Promise<ContactEvent> => ({
        kind: "message-received",
        channel,
        message,
        named: await this.#named(message),
      }),
    );
    return { turn: conversations.actWith(contact, prepare, { eventKey: key, inbound: { channel, message } }) };
  }

  async #act(from: Identity, event: ContactEvent, eventKey: string, extras: EventExtras = {}): Promise<Enqueued> {
    const contact = await this.#settings.store.contactFor(from, null, this.#settings.clock.now());
    const prepare = this.#inOrder(async () => event);
    return { turn: this.#settings.conversations.actWith(contact, prepare, { ...extras, eventKey }) };
  }

  /** The message of ours that is answered: by `context.id`, or by the payload we gave its buttons. */
  async #named(message: IncomingMessage): Promise<Message | null> {
    const { store } = this.#settings;
    const byContext = message.contextWamid === undefined ? null : await store.messageByWamid(message.contextWamid);
    if (byContext) return byContext.message;
    const payload = message.content.kind === "tap" ? readPayload(message.content.id) : null;
    return payload ? store.message(payload.message) : null;
  }

  async #find(event: StatusReceived): Promise<{ message: Message; attempt: string } | null> {
    const { store } = this.#settings;
    const byWamid = await store.messageByWamid(event.wamid);
    if (byWamid) return byWamid;
    const attempt =
      event.callbackData === undefined ? null : readCallbackData(event.callbackData, this.#settings.appSecret);
    return attempt === null ? null : store.messageByAttempt(attempt);
  }

  #statusEvent(event: StatusReceived, found: { message: Message; attempt: string }): ContactEvent | null {
    const status = event.status === "played" ? "read" : event.status;
    if (status !== "sent" && status !== "delivered" && status !== "read" && status !== "failed") return null;
    const { pricing } = event;
    const base = {
      kind: "status-received" as const,
      ...found,
      wamid: event.wamid,
      status,
      at: event.at,
      ...(pricing ? { pricing } : {}),
    } as const;
    if (status !== "failed") return base;
    const error = event.errors[0];
    return { ...base, failure: failureOf(error?.code ?? 131000, found.message, this.#settings.clock.now()) };
  }
}

/** An earlier row was refused by the disk; this one waits for it. */
class HeldUp extends Error {}

/** Shorter bodies cannot become much. */
const LARGE = 64 * 1024;
/** Far more than WhatsApp sends, and what is made of it in memory is still small (S8). */
const BOUNDS = { depth: 1_000, members: 20_000, values: 300_000 };

function parseRow(row: InboxRow): { events: WebhookEvent[]; notes: string[] } {
  let body: unknown;
  try {
    const text = Buffer.from(row.body).toString("utf8");
    const excess = text.length > LARGE ? findJsonExcess(text, BOUNDS) : null;
    if (excess) return { events: [], notes: [`The body is larger than can be taken in (${excess.code}): left out.`] };
    body = JSON.parse(text);
  } catch {
    return { events: [], notes: ["The body is not JSON."] };
  }
  return parseWebhook(body, row.receivedAt);
}
