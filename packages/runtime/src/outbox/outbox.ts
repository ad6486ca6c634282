/**
 * Sends what turns left in state `queued`. One send of a contact at a time, the next when the outcome of the last is known;
 * who is next, and when, is the pacer's to say. Each is decided again and marked in flight in one commit before its first
 * byte leaves (D12); whatever happens then, it is never sent blindly a second time (B7).
 */
import type { Ledger } from "@sluice/shared/caps/ledger";
import type { Message } from "@sluice/shared/conversation/message";
import type { Plan, PlanResult } from "@sluice/shared/conversation/plan";
import type { ContactState } from "@sluice/shared/conversation/state";
import { DAY, MINUTE, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { Following } from "../conversation/conversations.ts";
import { crashpoint } from "../crashpoint.ts";
import { Delivery, type DeliverySettings, type Recipient } from "./delivery.ts";
import { Pacer } from "./pace.ts";
import { PeopleLimit } from "./people-limit.ts";
import { flowOf, QueuedMessages } from "./queued-messages.ts";

export interface OutboxSettings extends DeliverySettings {
  /** Now: what the platform allows the number in a second, and the portfolio in a day; null: no limit. */
  limits(): { perSecond: number; peoplePerDay: number | null };
  /** Is the channel paused, or this flow? */
  isPaused(flow: string | null): boolean;
}

/** Sends under way at once. */
const MOST_AT_ONCE = 256;
/** Who wrote so short a while ago waits for an answer. */
const JUST_NOW = 10 * MINUTE;
const MOST_HEARD = 10_000;
/** After the disk refused. */
const AGAIN = 2 * SECOND;

export class Outbox {
  readonly #settings: OutboxSettings;
  readonly #queued = new QueuedMessages();
  readonly #pacer: Pacer;
  readonly #people: PeopleLimit;
  readonly #delivery: Delivery;
  readonly #running = new Map<string, Promise<void>>();
  readonly #alarms = new Map<string, () => void>();
  /** Who wrote last when; the longest ago first. */
  readonly #heard = new Map<string, Instant>();
  /** Outcomes that the disk refused to keep. Nothing else is sent to these contacts before they are written down. */
  readonly #unrecorded = new Map<string, () => Promise<void>>();
  #pumpAlarm: { at: Instant; cancel: () => void } | null = null;
  #stopped = false;

  constructor(settings: OutboxSettings) {
    this.#settings = settings;
    const { perSecond, peoplePerDay } = settings.limits();
    this.#pacer = new Pacer(perSecond);
    this.#people = new PeopleLimit(peoplePerDay);
    this.#delivery = new Delivery(settings, this.#people, (code, retryAfter) => this.met(code, retryAfter));
  }

  /** After a start: what is queued goes out; what was in flight when the process died is unknown (reliability.md §2.2). */
  async resume(): Promise<{ queued: number; unknown: number }> {
    const { store, conversations, clock } = this.#settings;
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
    for (const { contact, at } of await store.reached(clock.now() - DAY)) this.#people.end(contact, at);
    const queued = await store.queuedMessages(1_000_000);
    for (const { message, contact } of queued) {
      const stored = await store.message(message);
      // Who wrote when is not known any more: a free-form message answers somebody.
      if (stored?.state === "queued") this.#queued.remember(contact, stored, stored.class === "free-form");
    }
    crashpoint("resume-remembered");
    this.wakeAll();
    crashpoint("resume-woken");
    return { queued: queued.length, unknown: inflight.length };
  }

  /** Called with every commit, before the contact's next turn. */
  noticed(contact: string, plan: Plan): void {
    if (plan.ledger) this.#hear(contact, plan.ledger.windows);
    for (const message of plan.messages) {
      if (message.state === "queued") this.#queued.remember(contact, message);
      else this.#queued.forget(contact, message.id);
    }
    this.#queued.loosen(contact);
    this.#wake(contact);
  }

  /**
   * What a plan queues and may go at this moment is claimed in the plan's own commit. Not when anything of this contact
   * waits or is under way, nor before somebody else's turn: then it waits like every other.
   */
  follow(contact: string, state: ContactState): Following | null {
    if (this.#stopped || this.#running.has(contact) || this.#unrecorded.has(contact) || this.#queued.has(contact))
      return null;
    const message = state.messages.find((candidate) => candidate.state === "queued");
    if (!message || !this.#mayGoAtOnce(contact, message, state.ledger.windows)) return null;
    crashpoint("send-before-claim");
    const { event, to } = this.#delivery.claimOf(state, message.id);
    let settled: Following["settled"] = () => {};
    const claim = new Promise<PlanResult | null>((resolve) => {
      settled = resolve;
    });
    this.#run(contact, () => this.#sendClaimed(contact, message.id, claim, to));
    return { event, settled };
  }

  /** Contacts whose sends a pause held back. */
  wakeAll(): void {
    for (const contact of this.#queued.contacts()) {
      this.#queued.loosen(contact);
      this.#wake(contact);
    }
  }

  /** A code that concerns the pace came, on a call or by webhook. */
  met(code: number, retryAfter = 0): void {
    const now = this.#settings.clock.now();
    switch (code) {
      case 130429:
        return this.#pacer.slowDown(now, now + Math.max(retryAfter, 2 * SECOND));
      // The account's or the app's own limits, counted by the hour.
      case 4:
      case 80007:
        return this.#pacer.close(now + Math.max(retryAfter, 30 * SECOND));
      // Maintenance of the number takes about a minute.
      case 131057:
        return this.#pacer.close(now + Math.max(retryAfter, MINUTE));
    }
  }

  /** Resolves when no send is under way; true when one was. Those that wait for their turn have an alarm. */
  async idle(): Promise<boolean> {
    const wasBusy = this.#running.size > 0;
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    return wasBusy;
  }

  /** Lets what is in flight come to its end and begins nothing new. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pumpAlarm?.cancel();
    for (const cancel of this.#alarms.values()) cancel();
    this.#alarms.clear();
    await Promise.all(this.#running.values());
    // One more try; what is not written down by then is unknown at the next start.
    await Promise.allSettled([...this.#unrecorded.values()].map((write) => write()));
  }

  #hear(contact: string, windows: Ledger["windows"]): void {
    const last = lastHeard(windows);
    if (last <= (this.#heard.get(contact) ?? 0)) return;
    this.#heard.delete(contact);
    this.#heard.set(contact, last);
    for (const [other, at] of this.#heard) {
      if (at > last - JUST_NOW && this.#heard.size <= MOST_HEARD) break;
      this.#heard.delete(other);
    }
  }

  /** Its next message asks for its turn; an alarm is set when it may not go yet. */
  #wake(contact: string): void {
    // One that is under way looks again at its end.
    if (this.#stopped || this.#running.has(contact)) return;
    const unrecorded = this.#unrecorded.get(contact);
    if (unrecorded) return this.#run(contact, () => this.#writeDown(contact, unrecorded));
    const next = this.#next(contact);
    if (!next) return;
    const [, { flow, urgent, notBefore }] = next;
    const now = this.#settings.clock.now();
    const from = Math.max(notBefore ?? 0, this.#pacer.pairFrom(contact, now));
    if (from > now) return this.#later(contact, from);
    const heard = this.#heard.get(contact) ?? 0;
    this.#pacer.offer({ contact, flow, urgent: urgent || heard > now - JUST_NOW });
    this.#pump();
  }

  #next(contact: string) {
    return this.#queued.next(contact, this.#settings.isPaused);
  }

  #pump(): void {
    const { clock } = this.#settings;
    this.#readLimits();
    while (!this.#stopped) {
      const turn = this.#pacer.next(clock.now(), MOST_AT_ONCE - this.#running.size);
      if (turn.kind === "nobody") return;
      if (turn.kind === "wait") return this.#pumpAt(turn.until);
      this.#run(turn.candidate.contact, () => this.#sendNext(turn.candidate.contact));
    }
  }

  #readLimits(): void {
    const { perSecond, peoplePerDay } = this.#settings.limits();
    this.#pacer.perSecond = perSecond;
    this.#people.limit = peoplePerDay;
  }

  #pumpAt(at: Instant): void {
    if (this.#pumpAlarm && this.#pumpAlarm.at <= at) return;
    this.#pumpAlarm?.cancel();
    const cancel = this.#settings.clock.schedule(at, async () => {
      this.#pumpAlarm = null;
      this.#pump();
      await Promise.all(this.#running.values());
    });
    this.#pumpAlarm = { at, cancel };
  }

  #run(contact: string, work: () => Promise<void>): void {
    const run = work().then(() => {
      this.#running.delete(contact);
      // An outcome that was refused has its alarm; asking at once would ask for ever.
      if (!this.#unrecorded.has(contact)) this.#wake(contact);
      this.#pump();
    });
    this.#running.set(contact, run);
  }

  async #sendNext(contact: string): Promise<void> {
    const next = this.#next(contact);
    if (!next) return this.#pacer.giveBack();
    const [id] = next;
    try {
      if (!(await this.#claimAndSend(contact, id))) this.#pacer.giveBack();
    } catch (error) {
      this.#settings.onError(error, { message: id });
      const queued = this.#queued.get(contact, id);
      if (queued) queued.notBefore = this.#settings.clock.now() + AGAIN;
    }
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

  #mayGoAtOnce(contact: string, message: Message, windows: Ledger["windows"]): boolean {
    const { clock, isPaused } = this.#settings;
    const now = clock.now();
    const flow = flowOf(message);
    if (isPaused(flow) || (message.notBefore ?? 0) > now || this.#pacer.pairFrom(contact, now) > now) return false;
    this.#readLimits();
    const urgent = flow === null || lastHeard(windows) > now - JUST_NOW;
    return this.#pacer.takesAtOnce(now, MOST_AT_ONCE - this.#running.size, urgent);
  }

  /** Claimed with the commit that made it ready. */
  async #sendClaimed(contact: string, id: string, settled: Promise<PlanResult | null>, to: Recipient): Promise<void> {
    const claim = await settled;
    try {
      if (!claim) this.#delivery.notReached(to);
      if (!claim || !(await this.#send(contact, id, claim, to))) this.#pacer.giveBack();
    } catch (error) {
      this.#settings.onError(error, { message: id });
    }
  }

  /** False when nothing was sent. */
  async #claimAndSend(contact: string, id: string): Promise<boolean> {
    crashpoint("send-before-claim");
    let to: Recipient | null = null;
    const asked = this.#settings.conversations.actWith(contact, async (state) => {
      if (to) this.#delivery.notReached(to);
      const claim = this.#delivery.claimOf(state, id);
      to = claim.to;
      return claim.event;
    });
    const claim = await asked.catch((error: unknown) => {
      if (to) this.#delivery.notReached(to);
      throw error;
    });
    if (to !== null) return this.#send(contact, id, claim, to);
    // The contact was erased meanwhile.
    this.#queued.forget(contact, id);
    return false;
  }

  /** False when nothing was sent. */
  async #send(contact: string, id: string, claim: PlanResult, to: Recipient): Promise<boolean> {
    if (claim.kind !== "claimed") {
      this.#delivery.notReached(to);
      const queued = this.#queued.get(contact, id);
      // Paused, or another of this contact is in flight: asked again by the next commit or when the pause ends.
      if (claim.kind === "not-claimed" && claim.state === "queued") {
        if (queued && (queued.notBefore ?? 0) <= this.#settings.clock.now()) queued.stuck = true;
      } else this.#queued.forget(contact, id);
      return false;
    }
    crashpoint("send-claimed");
    const { message, attempt } = claim;
    this.#pacer.sentTo(contact, this.#settings.clock.now());
    const outcome = await this.#delivery.request(message, attempt, to);
    await this.#writeDown(contact, () => this.#delivery.record(contact, message, attempt, outcome, to));
    crashpoint("send-after-record");
    return true;
  }

  /** Again and again until the disk takes it: what became of a send must not be forgotten because of a full disk. */
  async #writeDown(contact: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.#unrecorded.delete(contact);
    } catch (error) {
      this.#unrecorded.set(contact, write);
      this.#settings.onError(error, { message: `the outcome of a send to ${contact}` });
      this.#later(contact, this.#settings.clock.now() + AGAIN);
    }
  }
}

/** When the contact wrote or called last, on whatever channel. */
function lastHeard(windows: Ledger["windows"]): Instant {
  return Math.max(0, ...Object.values(windows).map(({ lastInboundAt }) => lastInboundAt));
}
