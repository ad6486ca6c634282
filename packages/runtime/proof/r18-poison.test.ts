/**
 * R18: one of fifty is poison. The turns of one contact fail, as by a bug of ours; another stands in a flow that turns without
 * a wait at every message. The others are answered at once, in order, as if nothing were; what failed is kept, reported and
 * tried again, and takes effect, once and in order, when the bug is mended, also after a restart.
 *
 * Mutations it was seen to fail with: a row that failed holding up those behind it; a row that failed taken for done.
 */
import { MINUTE, SECOND } from "@sluice/shared/time/duration";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { Life } from "./simulation/life.ts";
import { ofProfile, say } from "./support/profile.ts";
import { publish, Rig } from "./support/rig.ts";
import { VirtualClock } from "./support/virtual-clock.ts";
import { textWebhook } from "./support/webhooks.ts";

const START = Date.UTC(2026, 10, 23, 10);
const PEOPLE = 50;
const POISONED = 7;
const LOOPING = 13;

const flow = (id: string, word: string | null, second: object) => ({
  formatVersion: 1,
  id,
  name: id,
  nodes: [
    {
      id: "in",
      type: "entry",
      config: { trigger: word === null ? { kind: "any-message" } : { kind: "keyword", words: [word], match: "exact" } },
    },
    { id: "a", ...second },
    { id: "b", type: "set", config: { assignments: [{ variable: "x", value: "1" }] } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "a" },
    ...(word === null
      ? []
      : [
          { id: "e2", source: "a", sourceHandle: "next", target: "b" },
          { id: "e3", source: "b", sourceHandle: "next", target: "a" },
        ]),
  ],
});
const PONG = flow("pong", null, { type: "text", config: { text: "pong" } });
const LOOP = flow("loop", "loop", { type: "set", config: { assignments: [{ variable: "y", value: "2" }] } });

describe("R18 poison", () => {
  let store: Store;
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock(START);
    store = openSqliteStore(":memory:", { now: () => clock.now() });
  });
  afterEach(() => store.close());

  test("one of fifty fails, one turns for ever: the others notice nothing, and what failed is made up for", async () => {
    await publish(store, START, PONG, LOOP);
    const poisoned = phoneOf(POISONED);
    let isIll = true;
    const answers = new Map<string, number[]>();
    const reported: string[] = [];
    const took: string[] = [];
    let life = new Life(() => {});
    const live = () => {
      life.end();
      life = new Life(() => {});
      return Rig.start({
        store: life.store(store, { called() {}, refuses: () => false, done() {} }),
        clock: life.clock(clock),
        send: async (body) => {
          const to = `+${(body as { to: string }).to.replace("+", "")}`;
          answers.set(to, [...(answers.get(to) ?? []), clock.now()]);
          return { kind: "accepted", wamid: `wamid.out.${to}.${answers.get(to)?.length}`, held: false };
        },
        deciding: (_, event, { contact }) => {
          if (event.kind !== "message-received" || contact.identity.phone !== poisoned) return;
          if (isIll) throw new TypeError("a bug of ours");
          took.push(event.message.wamid);
        },
        onError: (error) => reported.push(String(error)),
      });
    };
    let rig = await live();

    const rounds = ofProfile(5, 40);
    let late = 0;
    for (let round = 0; round < rounds; round += 1) {
      const began = clock.now();
      for (let person = 0; person < PEOPLE; person += 1) {
        const text = person === LOOPING ? "loop" : `hello ${round}`;
        await rig.webhook(textWebhook(phoneOf(person), `wamid.${person}.${round}`, text, clock.now()));
      }
      await clock.runUntil(began + 10 * SECOND, () => rig.idle());
      for (let person = 0; person < PEOPLE; person += 1) {
        if (person === POISONED || person === LOOPING) continue;
        const given = answers.get(phoneOf(person)) ?? [];
        if (given.length !== round + 1 || (given.at(-1) ?? 0) > began + SECOND) late += 1;
      }
      // The next life finds the same, and goes on around it.
      if (round === 2) rig = await live();
    }
    const kept = (await store.pendingInbox(1_000)).length;
    const loops = await endsOf(phoneOf(LOOPING));
    const before = answers.get(poisoned)?.length ?? 0;

    isIll = false;
    rig = await live();
    await clock.runUntil(clock.now() + 10 * MINUTE, () => rig.idle());
    say(
      "R18",
      `${PEOPLE} people, ${rounds} rounds: answers late or missing ${late}; loops ended ${loops}; of the poisoned ${kept} messages kept, ${reported.length} failures reported; mended: ${took.length} took effect`,
    );
    expect(late).toBe(0);
    expect([before, kept]).toEqual([0, rounds]);
    expect(reported.length).toBeGreaterThanOrEqual(rounds);
    expect(new Set(reported)).toEqual(new Set(["TypeError: a bug of ours"]));
    expect(loops).toBe(rounds);
    expect(took).toEqual(Array.from({ length: rounds }, (_, round) => `wamid.${POISONED}.${round}`));
    expect(answers.get(poisoned)).toHaveLength(rounds);
    expect(await store.pendingInbox(1)).toEqual([]);
  });

  /** Sessions of this person that were ended because they turned without a wait. */
  async function endsOf(phone: string): Promise<number> {
    const contact = (await store.findContact({ phone })) ?? "";
    const { items } = await store.timeline(contact, null, null, 200);
    return JSON.stringify(items).split('"endless-turn"').length - 1;
  }
});

function phoneOf(person: number): string {
  return `+55119${String(person).padStart(8, "0")}`;
}
