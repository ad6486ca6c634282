/**
 * The one way in which anything changes for a contact: load, decide (shared/conversation/decide.ts), commit. One event of a
 * contact at a time; the version catches whoever else wrote, and the event is decided again.
 */

import { decide } from "@sluice/shared/conversation/decide";
import type { ContactEvent } from "@sluice/shared/conversation/event";
import { forecast } from "@sluice/shared/conversation/forecast";
import { nextState } from "@sluice/shared/conversation/next-state";
import { bothPlans, isEmpty, type Plan, type PlanResult } from "@sluice/shared/conversation/plan";
import type { ContactState } from "@sluice/shared/conversation/state";
import type { IncomingMessage } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import type { ContactForecast } from "../services.ts";
import type { LoadedContact, Store, TurnOutcome } from "../store/store.ts";
import { KnownContacts } from "./known-contacts.ts";
import { Lanes } from "./lanes.ts";
import type { PublishedFlows } from "./published-flows.ts";

/** So many conflicts in a row are a bug, not a race. */
const MOST_CONFLICTS = 20;

export interface EventExtras {
  /** Against doing it twice. */
  eventKey?: string;
  /** For the timeline. */
  inbound?: { channel: string; message: IncomingMessage };
}

/** Told after each commit, before anybody else can act on the contact. */
export type Committed = (contact: string, plan: Plan, inbound: EventExtras["inbound"]) => void;

/** A send that is claimed in the same commit as what made it ready. */
export interface Following {
  /** Decided on what the plan before it leads to. */
  event: ContactEvent;
  /** What was decided of it, and is on the disk; null: nothing of it is. */
  settled(result: PlanResult | null): void;
}

/** Asked with each plan before it is committed; null: nothing follows at once. */
export type Follow = (contact: string, state: ContactState) => Following | null;

export class Conversations {
  readonly #store: Store;
  readonly #flows: PublishedFlows;
  readonly #clock: Clock;
  readonly #committed: Committed;
  readonly #known: KnownContacts;
  readonly #follow: Follow;
  readonly #lanes = new Lanes();

  constructor(store: Store, flows: PublishedFlows, clock: Clock, committed: Committed, follow: Follow = () => null) {
    this.#store = store;
    this.#flows = flows;
    this.#clock = clock;
    this.#committed = committed;
    this.#known = new KnownContacts(store);
    this.#follow = follow;
  }

  act(contact: string, event: ContactEvent, extras: EventExtras = {}): Promise<PlanResult> {
    return this.actWith(contact, async () => event, extras);
  }

  /** `prepare` runs in the contact's turn, so what it reads is not older than the last commit. Null: nothing happens. */
  actWith(
    contact: string,
    prepare: (state: ContactState) => Promise<ContactEvent | null>,
    extras: EventExtras = {},
  ): Promise<PlanResult> {
    return this.#lanes.run(contact, () => this.#decideAndCommit(contact, prepare, extras));
  }

  /** Something that is no turn and must not happen beside one of the contact's. */
  alone<Result>(contact: string, work: () => Promise<Result>): Promise<Result> {
    return this.#lanes.run(contact, () => work().finally(() => this.#known.forget(contact)));
  }

  /** What a start would do now, asked of the kernel; nothing is written. Not in the contact's turn: it may be old by then. */
  async forecast(
    contact: string,
    start: { flow: string; revision: number; entry: string },
  ): Promise<ContactForecast | null> {
    const loaded = await this.#store.loadContact(contact);
    if (!loaded) return null;
    await this.#flows.ensure(start.flow, start.revision);
    while (!this.#flows.isReadyFor(loaded.state)) await this.#flows.ensureFor(loaded.state);
    const flow = this.#flows.flow(start.flow, start.revision);
    if (!flow) return null;
    const request = { channel: this.#flows.record.id, flow, flowId: start.flow, entry: start.entry };
    return {
      contact: loaded.state.contact,
      forecast: forecast(loaded.state, request, this.#flows, this.#clock.now()),
    };
  }

  idle(): Promise<boolean> {
    return this.#lanes.idle();
  }

  async #decideAndCommit(
    contact: string,
    prepare: (state: ContactState) => Promise<ContactEvent | null>,
    extras: EventExtras,
  ): Promise<PlanResult> {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
      const loaded = await this.#known.load(contact);
      if (!loaded) return { kind: "unknown-subject" };
      crashpoint("turn-loaded");
      const event = await prepare(loaded.state);
      if (!event) return { kind: "unknown-subject" };
      if (event.kind === "session-requested" || event.kind === "session-repinned")
        await this.#flows.ensure(event.flow, event.revision);
      // Nothing is awaited between the last look and the decision.
      while (!this.#flows.isReadyFor(loaded.state)) await this.#flows.ensureFor(loaded.state);
      crashpoint("turn-prepared");
      const now = this.#clock.now();
      const plan = decide(loaded.state, event, this.#flows, now);
      crashpoint("turn-decided");
      if (isEmpty(plan) && !extras.inbound) {
        if (await this.#known.isCurrent(contact, loaded)) return plan.result;
        this.#known.forget(contact);
        continue;
      }
      const outcome = await this.#commitWithFollowing(contact, loaded, plan, extras, now);
      if (outcome === "duplicate") return { kind: "done" };
      if (outcome === "committed") return plan.result;
    }
    throw new Error(`contact ${contact}: ${MOST_CONFLICTS} version conflicts in a row`);
  }

  /** What may be sent at once is claimed in the same commit: one flush of the disk before the first byte leaves, not two. */
  async #commitWithFollowing(
    contact: string,
    loaded: LoadedContact,
    plan: Plan,
    extras: EventExtras,
    now: Instant,
  ): Promise<TurnOutcome> {
    const queues = plan.messages.some((message) => message.state === "queued");
    const next = queues ? nextState(loaded.state, plan) : null;
    const following = next && this.#flows.isReadyFor(next) ? this.#follow(contact, next) : null;
    if (!next || !following) return this.#commit(contact, loaded, plan, extras, now);
    let result: PlanResult | null = null;
    try {
      const second = decide(next, following.event, this.#flows, now);
      const outcome = await this.#commit(contact, loaded, bothPlans(plan, second), extras, now);
      if (outcome === "committed") result = second.result;
      return outcome;
    } finally {
      following.settled(result);
    }
  }

  async #commit(
    contact: string,
    { version, state }: LoadedContact,
    plan: Plan,
    { eventKey, inbound }: EventExtras,
    now: Instant,
  ): Promise<TurnOutcome> {
    // Whatever happens on the way: what is remembered is what is on the disk, or nothing.
    this.#known.forget(contact);
    const outcome = await this.#store.commitTurn({
      contact,
      version,
      state,
      plan,
      ...(eventKey === undefined ? {} : { eventKey }),
      ...(inbound ? { inbound: { ...inbound, takenBy: plan.sessions[0]?.id ?? null, handledAt: now } } : {}),
    });
    if (outcome === "committed") {
      crashpoint("turn-committed");
      this.#known.committed(contact, { version, state }, plan);
      this.#committed(contact, plan, inbound);
      crashpoint("turn-told");
    }
    return outcome;
  }
}
