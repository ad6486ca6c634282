import { fc, test } from "@fast-check/vitest";
import { type LedgerEvent, rebuildLedger } from "@sluice/shared/caps/ledger";
import type { ContactState } from "@sluice/shared/conversation/state";
import { describe, expect } from "vitest";
import type { Store, TurnOutcome } from "../store.ts";
import { CHANNEL, contactWith, ledgerPlan, load, NOTHING, NOW, session } from "../test-samples.ts";

/** One attempt to commit: about whom, how stale, under which event, with which ledger event. */
interface Step {
  who: number;
  stale: number;
  event: number;
  ledger: LedgerEvent;
}

const at = fc.nat(10 * 86_400_000).map((offset) => NOW + offset);
const attemptId = fc.nat(5).map((number) => `a${number}`);
const ledgerEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({ kind: fc.constant("interaction" as const), at, channel: fc.constantFrom(CHANNEL, "ch2") }),
  fc.record({ kind: fc.constant("call" as const), at, channel: fc.constantFrom(CHANNEL, "ch2") }),
  fc.record({
    kind: fc.constant("counted" as const),
    at,
    attempt: attemptId,
    message: fc.constant("m"),
    name: fc.constant("Offer"),
    flow: fc.constant(null),
    template: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("uncounted" as const), attempt: attemptId }),
  fc.record({ kind: fc.constant("delivered" as const), attempt: attemptId }),
  fc.record({ kind: fc.constant("blocked" as const), at, until: at }),
  fc.record({ kind: fc.constant("stopped" as const), by: fc.constantFrom("meta" as const, "word" as const), at }),
);
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  stale: fc.nat(2),
  event: fc.nat(12),
  ledger: ledgerEvent,
});
/** Steps of one batch come at once. */
const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 6 });

/** What a store must come to: versions, events that took effect, the ledger's log of each. */
class Model {
  readonly versions: number[];
  readonly logs: LedgerEvent[][];
  readonly events = new Set<number>();

  constructor(versions: number[]) {
    this.versions = versions;
    this.logs = versions.map(() => []);
  }

  commit({ who, event, ledger }: Step, version: number): TurnOutcome {
    if (this.events.has(event)) return "duplicate";
    if (this.versions[who] !== version) return "conflict";
    this.events.add(event);
    this.versions[who] = version + 1;
    this.logs[who]?.push(ledger);
    return "committed";
  }
}

export function turnsPropertyContract(open: () => Promise<Store>): void {
  describe("turns, always", () => {
    test.prop([batches], { numRuns: 60 })(
      "whatever comes at once, repeated and stale: each event once, no lost turn, the ledger is its log",
      async (runs) => {
        const store = await open();
        try {
          const people = await Promise.all(["+551", "+552", "+553"].map((phone) => contactWith(store, phone)));
          const loaded = await Promise.all(people.map((id) => load(store, id)));
          const model = new Model(loaded.map(({ version }) => version));
          for (const batch of runs) {
            const states = await Promise.all(people.map(async (id) => (await load(store, id)).state));
            const units = batch.map((one) => ({
              one,
              version: Math.max(0, (model.versions[one.who] ?? 0) - one.stale),
            }));
            const expected = units.map(({ one, version }) => model.commit(one, version));
            const outcomes = await Promise.all(
              units.map(({ one, version }) => commit(store, version, one, states[one.who] as ContactState)),
            );
            expect(outcomes).toEqual(expected);
            for (const [who, id] of people.entries()) {
              const { state, version } = await load(store, id);
              const log = await store.ledgerLog(id);
              expect(version).toBe(model.versions[who]);
              expect(log).toEqual(model.logs[who]);
              expect(state.ledger).toEqual(rebuildLedger(log));
              expect(state.sessions[0]?.turn ?? 0).toBe(log.length === 0 ? 0 : version);
            }
          }
        } finally {
          await store.close();
        }
      },
    );

    test.prop([fc.array(fc.tuple(fc.boolean(), fc.nat(50), ledgerEvent), { maxLength: 20 })], { numRuns: 60 })(
      "joining two contacts leaves the ledger that one contact with both logs would have",
      async (events) => {
        const store = await open();
        try {
          const phone = await contactWith(store, "+551", null, NOW);
          const user = await store.contactFor({ userId: "BR.1" }, null, NOW + 1);
          // Instants of recording go forward within each log.
          const clock = { true: NOW, false: NOW };
          const recorded: { ours: boolean; at: number; event: LedgerEvent }[] = [];
          for (const [ours, later, event] of events) {
            clock[`${ours}`] += later;
            recorded.push({ ours, at: clock[`${ours}`], event });
          }
          for (const { ours, at: recordedAt, event } of recorded) {
            const contact = ours ? phone : user;
            const { state, version } = await load(store, contact);
            await store.commitTurn({
              contact,
              version,
              state,
              plan: { ...NOTHING, ...ledgerPlan(state.ledger, recordedAt, event) },
            });
          }
          const kept = await store.contactFor({ phone: "+551", userId: "BR.1" }, null, NOW);
          expect(kept).toBe(phone);
          const byTime = recorded
            .toSorted((a, b) => a.at - b.at || Number(b.ours) - Number(a.ours))
            .map(({ event }) => event);
          expect(await store.ledgerLog(kept)).toEqual(byTime);
          expect((await load(store, kept)).state.ledger).toEqual(rebuildLedger(byTime));
        } finally {
          await store.close();
        }
      },
    );
  });
}

/** Decided on what was loaded, like a turn is. */
function commit(store: Store, version: number, one: Step, state: ContactState): Promise<TurnOutcome> {
  const contact = state.contact.id;
  return store.commitTurn({
    contact,
    version,
    state,
    eventKey: `e${one.event}`,
    plan: {
      ...NOTHING,
      ...ledgerPlan(state.ledger, NOW, one.ledger),
      sessions: [session(contact, { id: `s-${contact}`, turn: version + 1 })],
    },
  });
}
