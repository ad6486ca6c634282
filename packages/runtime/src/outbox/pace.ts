/**
 * Whose turn it is to send, and when. Pure: time is an argument, nothing waits in here; the outbox asks again at the instant
 * it is told. Three things are paced (WR §4):
 *
 *   per number     so many messages a second; less after 130429, and slowly more again
 *   per pair       one message in six seconds to a person, with a credit of 45 that has to be earned back
 *   fairness       answers to people who wait go first; campaigns share the rest, flow by flow in turn
 *
 * How many people the portfolio may reach in a day is in `people-limit.ts`.
 */
import { type Duration, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";

export interface Candidate {
  contact: string;
  /** Somebody wrote a moment ago and waits for it. */
  urgent: boolean;
  /** Campaigns take turns by flow. */
  flow: string | null;
}

export type Turn = { kind: "go"; candidate: Candidate } | { kind: "wait"; until: Instant } | { kind: "nobody" };

/** Sends may come in little bunches, as long as no second holds more than the limit. */
const BUNCH: Duration = 50;
/** Of the limit, so that bunches and clocks that differ do not break it. */
const SHARE = 0.95;
const PAIR_INTERVAL: Duration = 6 * SECOND;
const PAIR_CREDIT = 45;
/** After 130429: half as fast, at least this; then a twentieth of the limit more in each of these. */
const SLOWEST = 1;
const RECOVERY: Duration = 5 * SECOND;
const RECOVERED_IN = 20;
/** Places for sends under way that campaigns leave free for answers. */
const RESERVED = 8;

export class Pacer {
  #limit: number;
  /** Messages a second now. */
  #rate: number;
  #slowedAt: Instant = 0;
  #slowedTo = 0;
  /** When the next one would be due if they came evenly. */
  #due: Instant = 0;
  #closedUntil: Instant = 0;
  /** The last instant it was told. */
  #latest: Instant = 0;
  readonly #urgent = new Map<string, Candidate>();
  /** Per flow, in turn: the first of the map is next. */
  readonly #bulk = new Map<string | null, Map<string, Candidate>>();
  readonly #pairs = new Map<string, Instant>();

  /** `perSecond`: what the platform allows the number. */
  constructor(perSecond: number) {
    this.#limit = this.#rate = perSecond;
  }

  set perSecond(perSecond: number) {
    if (perSecond === this.#limit) return;
    this.#limit = this.#rate = perSecond;
    this.#slowedAt = 0;
  }

  /** This contact has something to send now. Asked again it takes the newer word, and keeps its place. */
  offer(candidate: Candidate): void {
    const { contact, flow, urgent } = candidate;
    if (this.#urgent.has(contact) && !urgent) return;
    for (const [of, waiting] of this.#bulk)
      if (waiting.has(contact) && (urgent || of !== flow)) this.#takeOut(of, waiting, contact);
    if (urgent) this.#urgent.set(contact, candidate);
    else {
      const waiting = this.#bulk.get(flow);
      if (waiting) waiting.set(contact, candidate);
      else this.#bulk.set(flow, new Map([[contact, candidate]]));
    }
  }

  get waiting(): number {
    let count = this.#urgent.size;
    for (const waiting of this.#bulk.values()) count += waiting.size;
    return count;
  }

  /** Takes the one who may send now. `free`: places for sends under way. */
  next(now: Instant, free: number): Turn {
    this.#keepUp(now);
    const urgent = first(this.#urgent);
    const flow = free > RESERVED ? first(this.#bulk) : undefined;
    if (free <= 0 || (!urgent && !flow)) return { kind: "nobody" };
    const from = this.#from();
    if (from > now) return { kind: "wait", until: Math.ceil(from) };
    this.#takeTurn(now);
    if (urgent) {
      this.#urgent.delete(urgent[0]);
      return { kind: "go", candidate: urgent[1] };
    }
    const [of, waiting] = flow as [string | null, Map<string, Candidate>];
    const [contact, candidate] = first(waiting) as [string, Candidate];
    this.#takeOut(of, waiting, contact);
    // The flow goes to the end of the row.
    if (waiting.size > 0) {
      this.#bulk.delete(of);
      this.#bulk.set(of, waiting);
    }
    return { kind: "go", candidate };
  }

  /** One who did not wait yet: may he send at this moment, overtaking nobody? Then his turn is taken. */
  takesAtOnce(now: Instant, free: number, urgent: boolean): boolean {
    this.#keepUp(now);
    if (this.#urgent.size > 0 || (this.#bulk.size > 0 && !urgent)) return false;
    if (free <= (urgent ? 0 : RESERVED) || this.#from() > now) return false;
    this.#takeTurn(now);
    return true;
  }

  /** What was taken by `next` or `takesAtOnce` did not go out after all. */
  giveBack(): void {
    this.#due -= SECOND / (SHARE * this.#rate);
  }

  /** When this contact may get a message; now or earlier: at once. */
  pairFrom(contact: string, now: Instant): Instant {
    this.#keepUp(now);
    return (this.#pairs.get(contact) ?? 0) - (PAIR_CREDIT - 1) * PAIR_INTERVAL;
  }

  /** A message went to this contact. */
  sentTo(contact: string, now: Instant): void {
    this.#keepUp(now);
    const known = this.#pairs.get(contact) ?? 0;
    this.#pairs.delete(contact);
    this.#pairs.set(contact, Math.max(known, now) + PAIR_INTERVAL);
    // The oldest are first; whose credit is whole again need not be remembered.
    for (const [other, due] of this.#pairs) {
      if (due > now) break;
      this.#pairs.delete(other);
    }
  }

  /** 130429: slower from now on, and nothing until then. */
  slowDown(now: Instant, until: Instant): void {
    this.#keepUp(now);
    // Many sends under way meet it together; it is one event.
    if (now < this.#closedUntil) return;
    this.#slowedTo = Math.max(SLOWEST, this.#rateAt(now) / 2);
    this.#slowedAt = until;
    this.#rate = this.#slowedTo;
    this.close(until);
  }

  /** The number or account asks for a pause. */
  close(until: Instant): void {
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }

  /** A clock that is set back takes along all that was waited for, or nothing would be sent until it has caught up. */
  #keepUp(now: Instant): void {
    const back = this.#latest - now;
    this.#latest = now;
    if (back <= SECOND) return;
    this.#due -= back;
    this.#closedUntil -= back;
    if (this.#slowedAt !== 0) this.#slowedAt -= back;
    for (const [contact, due] of this.#pairs) this.#pairs.set(contact, due - back);
  }

  /** The number's next turn. */
  #from(): Instant {
    return Math.max(this.#closedUntil, this.#due - BUNCH);
  }

  #takeTurn(now: Instant): void {
    this.#due = Math.max(this.#due, now) + SECOND / (SHARE * this.#rateAt(now));
  }

  #rateAt(now: Instant): number {
    if (this.#slowedAt === 0) return this.#limit;
    const steps = Math.max(0, Math.floor((now - this.#slowedAt) / RECOVERY));
    this.#rate = Math.min(this.#limit, this.#slowedTo + (steps * this.#limit) / RECOVERED_IN);
    if (this.#rate === this.#limit) this.#slowedAt = 0;
    return this.#rate;
  }

  #takeOut(flow: string | null, waiting: Map<string, Candidate>, contact: string): void {
    waiting.delete(contact);
    if (waiting.size === 0) this.#bulk.delete(flow);
  }
}

function first<Key, Value>(map: ReadonlyMap<Key, Value>): [Key, Value] | undefined {
  for (const entry of map) return entry;
  return undefined;
}
