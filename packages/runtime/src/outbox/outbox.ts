/**
 * Sends what turns left in state `queued`. One send of a contact at a time, the next when the outcome of the last is known.
 * Each is decided again and marked in flight in one commit before its first byte leaves (D12); whatever happens then, it is
 * never sent blindly a second time (B7).
 */
import type { Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Identity } from "@sluice/shared/messages/incoming";
import { HOUR, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { Clock } from "../clock.ts";
import type { Conversations } from "../conversation/conversations.ts";
import { crashpoint } from "../crashpoint.ts";
import type { Store } from "../store/store.ts";
import type { SendOutcome } from "../whatsapp/client.ts";
import { renderMessage } from "../whatsapp/render-message.ts";
import { callbackData } from "./callback-data.ts";
import { failureOf } from "./failure.ts";

export interface OutboxSettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  appSecret: string;
  send(body: object): Promise<SendOutcome>;
  /** Told before the failure takes effect: what must stop stops first. */
  failed(code: number, message: Message): Promise<void>;
  onError(error: unknown, about: { message: string }): void;
}

/** Sends under way at once. */
const MOST_AT_ONCE = 64;

interface Queued {
  notBefore: Instant | null;
  createdAt: Instant;
}

export class Outbox {
  readonly #settings: OutboxSettings;
  /** Per contact what is queued, as the last commit left it. */
  readonly #queued = new Map<string, Map<string, Queued>>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #waiting: string[] = [];
  readonly #alarms = new Map<string, () => void>();
  #stopped = false;

  constructor(settings: OutboxSettings) {
    this.#settings = settings;
  }

  /** After a start: what is queued goes out; what was in flight when the process died is unknown (reliability.md §2.2). */
  async resume(): Promise<{ queued: number; unknown: number }> {
    const { store, conversations } = this.#settings;
    const inflight = await store.inflightAttempts();
    for (const { contact, message, attempt } of inflight) {
      await conversations.act(contact, {
        kind: "attempt-unknown",
        message,
        attempt,
        why: "Sluice was stopped while it was being sent",
      });
      crashpoint("resume-unknown");
    }
    crashpoint("resume-unknowns-done");
    const queued = await store.queuedMessages(1_000_000);
    for (const { message, contact, notBefore } of queued) {
      const stored = await store.message(message);
      if (stored?.state === "queued") this.#remember(contact, message, { notBefore, createdAt: stored.createdAt });
    }
    crashpoint("resume-remembered");
    for (const contact of this.#queued.keys()) this.#wake(contact);
    crashpoint("resume-woken");
    return { queued: queued.length, unknown: inflight.length };
  }

  /** Called with every commit, before the contact's next turn. */
  noticed(contact: string, plan: Plan): void {
    let wake = false;
    for (const message of plan.messages) {
      if (message.state === "queued") {
        this.#remember(contact, message.id, { notBefore: message.notBefore, createdAt: message.createdAt });
        wake = true;
      } else this.#forget(contact, message.id);
    }
    if (wake) this.#wake(contact);
  }

  /** Contacts whose sends a pause held back. */
  wakeAll(): void {
    for (const contact of this.#queued.keys()) this.#wake(contact);
  }

  async idle(): Promise<boolean> {
    const wasBusy = this.#running.size > 0 || this.#waiting.length > 0;
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    return wasBusy;
  }

  /** Lets what is in flight come to its end and begins nothing new. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.length = 0;
    for (const cancel of this.#alarms.values()) cancel();
    this.#alarms.clear();
    await Promise.all(this.#running.values());
  }

  #remember(contact: string, message: string, queued: Queued): void {
    const known = this.#queued.get(contact);
    if (known) known.set(message, queued);
    else this.#queued.set(contact, new Map([[message, queued]]));
  }

  #forget(contact: string, message: string): void {
    const known = this.#queued.get(contact);
    known?.delete(message);
    if (known?.size === 0) this.#queued.delete(contact);
  }

  #wake(contact: string): void {
    if (this.#stopped || this.#waiting.includes(contact)) return;
    if (this.#running.has(contact)) {
      // It may have looked for the last time already: it looks once more.
      this.#again.add(contact);
      return;
    }
    if (this.#running.size >= MOST_AT_ONCE) {
      this.#waiting.push(contact);
      return;
    }
    const run = this.#drain(contact).then(() => {
      this.#running.delete(contact);
      const next = this.#waiting.shift();
      if (next !== undefined) this.#wake(next);
      if (this.#again.delete(contact)) this.#wake(contact);
    });
    this.#running.set(contact, run);
  }

  /** Until nothing is due, or the contact has to wait: for an alarm, the next commit or the end of a pause. */
  async #drain(contact: string): Promise<void> {
    for (let next = this.#next(contact); next !== null && !this.#stopped; next = this.#next(contact)) {
      try {
        if (!(await this.#sendOne(contact, next))) return;
      } catch (error) {
        this.#settings.onError(error, { message: next });
        this.#later(contact, this.#settings.clock.now() + 30 * SECOND);
        return;
      }
    }
  }

  /** The oldest that is due; sets an alarm for those that are not. Order is kept: a later one does not overtake. */
  #next(contact: string): string | null {
    const now = this.#settings.clock.now();
    const oldest = [...(this.#queued.get(contact) ?? [])].sort(([, a], [, b]) => a.createdAt - b.createdAt)[0];
    if (!oldest) return null;
    const [message, { notBefore }] = oldest;
    if (notBefore === null || notBefore <= now) return message;
    this.#later(contact, notBefore);
    return null;
  }

  #later(contact: string, at: Instant): void {
    this.#alarms.get(contact)?.();
    this.#alarms.set(
      contact,
      this.#settings.clock.schedule(at, async () => {
        this.#alarms.delete(contact);
        this.#wake(contact);
        await this.#running.get(contact);
      }),
    );
  }

  /** False when the contact's lane has to wait. */
  async #sendOne(contact: string, id: string): Promise<boolean> {
    const { conversations, store } = this.#settings;
    crashpoint("send-before-claim");
    const claim = await conversations.act(contact, { kind: "send-claimed", message: id });
    if (claim.kind !== "claimed") {
      if (claim.kind === "not-claimed" && claim.state === "queued") {
        // Paused, or another of this contact is in flight: asked again by the next commit or when the pause ends.
        return false;
      }
      this.#forget(contact, id);
      return true;
    }
    crashpoint("send-claimed");
    const { message, attempt } = claim;
    const loaded = await store.loadContact(contact);
    const content = attempt.as === "interactive" && message.twin ? message.twin : message.content;
    const body = renderMessage(content, loaded?.state.contact.identity ?? ({} as Identity), {
      callbackData: callbackData(attempt.id, this.#settings.appSecret),
    });
    crashpoint("send-before-request");
    const outcome = await this.#settings.send(body);
    crashpoint("send-after-answer");
    await this.#record(contact, message, attempt.id, outcome);
    crashpoint("send-after-record");
    return true;
  }

  async #record(contact: string, message: Message, attempt: string, outcome: SendOutcome): Promise<void> {
    const { conversations, clock } = this.#settings;
    const about = { message: message.id, attempt };
    switch (outcome.kind) {
      case "accepted":
        await conversations.act(contact, { kind: "attempt-accepted", ...about, wamid: outcome.wamid });
        return;
      case "rejected":
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
