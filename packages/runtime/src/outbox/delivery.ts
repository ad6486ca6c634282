/** One send: its claim, the request, and what became of it, which is an event of the contact again. */
import { isWindowOpen } from "@sluice/shared/caps/windows";
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Attempt, Message } from "@sluice/shared/conversation/message";
import type { ContactState } from "@sluice/shared/conversation/state";
import type { Identity } from "@sluice/shared/messages/incoming";
import { HOUR, SECOND } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { Conversations } from "../conversation/conversations.ts";
import { crashpoint } from "../crashpoint.ts";
import type { Store } from "../store/store.ts";
import type { SendOutcome } from "../whatsapp/client.ts";
import { renderMessage } from "../whatsapp/render-message.ts";
import { callbackData } from "./callback-data.ts";
import { failureOf } from "./failure.ts";
import type { PeopleLimit } from "./people-limit.ts";

export interface DeliverySettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  appSecret: string;
  send(body: object, message: Message, attempt: Attempt): Promise<SendOutcome>;
  /** Told before the failure takes effect: what must stop stops first. */
  failed(code: number, message: Message): Promise<void>;
  onError(error: unknown, about: { message: string }): void;
}

export interface Recipient {
  identity: Identity;
  /** Counted as a person whom the portfolio reaches outside a window. */
  reached: string | null;
}

export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #people: PeopleLimit;
  readonly #paceMet: (code: number, retryAfter?: number) => void;

  /** `paceMet`: told of a code that may concern the pace. */
  constructor(settings: DeliverySettings, people: PeopleLimit, paceMet: (code: number, retryAfter?: number) => void) {
    this.#settings = settings;
    this.#people = people;
    this.#paceMet = paceMet;
  }

  /** Asked inside the contact's turn. Beyond the portfolio's limit it is put off instead, and the timeline says so. */
  claimOf(state: ContactState, id: string): { event: ContactEvent; to: Recipient } {
    const now = this.#settings.clock.now();
    const to: Recipient = { identity: state.contact.identity, reached: null };
    const claim = { event: { kind: "send-claimed" as const, message: id }, to };
    const message = state.messages.find((candidate) => candidate.id === id);
    if (!message || message.class === "free-form" || isWindowOpen(state.ledger, message.channel, now)) return claim;
    const { id: contact } = state.contact;
    const until = this.#people.from(contact, now);
    if (until !== null) {
      const why = `this account may write to ${this.#people.limit} people a day who did not write first, and it did`;
      return { event: { kind: "send-put-off", message: id, until, why }, to };
    }
    this.#people.begin(contact);
    return { ...claim, to: { ...to, reached: contact } };
  }

  notReached({ reached }: Recipient): void {
    if (reached !== null) this.#people.end(reached, null);
  }

  /** Never rejects: from the claim on there is an outcome, even if it is that we could not make the request. */
  async request(message: Message, attempt: Attempt, to: Recipient): Promise<SendOutcome> {
    const { appSecret, onError } = this.#settings;
    let body: object;
    try {
      const content = attempt.as === "interactive" && message.twin ? message.twin : message.content;
      body = renderMessage(content, to.identity, { callbackData: callbackData(attempt.id, appSecret) });
    } catch (error) {
      onError(error, { message: message.id });
      return { kind: "not-sent", why: "the request could not be made" };
    }
    crashpoint("send-before-request");
    try {
      return await this.#settings.send(body, message, attempt);
    } catch (error) {
      onError(error, { message: message.id });
      return { kind: "unknown", why: "an error of ours while it was being sent" };
    } finally {
      crashpoint("send-after-answer");
    }
  }

  /** Rejects when the disk refuses; may be asked again then. */
  async record(
    contact: string,
    message: Message,
    attempt: Attempt,
    outcome: SendOutcome,
    to: Recipient,
  ): Promise<void> {
    if (to.reached !== null) await this.#reached(to.reached, outcome);
    await this.#takesEffect(contact, message, attempt.id, outcome);
  }

  /** An unknown outcome counts: better one person too few than one too many. */
  async #reached(contact: string, outcome: SendOutcome): Promise<void> {
    const counts = outcome.kind === "accepted" || outcome.kind === "unknown";
    const now = this.#settings.clock.now();
    this.#people.end(contact, counts ? now : null);
    if (counts) await this.#settings.store.noteReached(contact, now);
  }

  async #takesEffect(contact: string, message: Message, attempt: string, outcome: SendOutcome): Promise<void> {
    const { conversations, clock } = this.#settings;
    const about = { message: message.id, attempt };
    switch (outcome.kind) {
      case "accepted":
        await conversations.act(contact, { kind: "attempt-accepted", ...about, wamid: outcome.wamid });
        return;
      case "rejected":
        this.#paceMet(outcome.code, outcome.retryAfter);
        await this.#settings.failed(outcome.code, message);
        await conversations.act(contact, {
          kind: "attempt-failed",
          ...about,
          failure: failureOf(outcome.code, message, clock.now(), outcome.retryAfter),
        });
        return;
      case "not-sent":
        await conversations.act(contact, {
          kind: "attempt-not-sent",
          ...about,
          why: outcome.why,
          retryAt: clock.now() + Math.min(HOUR, 2 ** Math.min(message.delays + 1, 12) * SECOND),
        });
        return;
      case "unknown":
        await conversations.act(contact, { kind: "attempt-unknown", ...about, why: outcome.why });
    }
  }
}
