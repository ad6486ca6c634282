import { fc, test as property } from "@fast-check/vitest";
import { DAY, MINUTE, SECOND } from "@sluice/shared/time/duration";
import { describe, expect, test } from "vitest";
import { type Candidate, Pacer } from "./pace.ts";
import { PeopleLimit, peoplePerDay } from "./people-limit.ts";

const T = 1_800_000_000_000;
const bulk = (contact: string, flow: string | null = "sale"): Candidate => ({ contact, flow, urgent: false });
const urgent = (contact: string): Candidate => ({ contact, flow: "help", urgent: true });

/** Lets everybody who waits go, as early as may be: who and when. */
function run(pacer: Pacer, from = T, most = 10_000): { contact: string; at: number }[] {
  const gone: { contact: string; at: number }[] = [];
  for (let now = from; gone.length < most; ) {
    const turn = pacer.next(now, 64);
    if (turn.kind === "nobody") break;
    if (turn.kind === "wait") now = turn.until;
    else gone.push({ contact: turn.candidate.contact, at: now });
  }
  return gone;
}

const offerMany = (pacer: Pacer, count: number) => {
  for (let number = 0; number < count; number += 1) pacer.offer(bulk(`c${number}`));
};

const mostInASecond = (instants: readonly number[]) =>
  Math.max(0, ...instants.map((start) => instants.filter((at) => at >= start && at < start + SECOND).length));

describe("WR §4 per number", () => {
  test.each([20, 80, 1_000])("%i messages a second and not one more, in any second", (limit) => {
    const pacer = new Pacer(limit);
    offerMany(pacer, limit * 3);
    const instants = run(pacer).map(({ at }) => at);
    expect(mostInASecond(instants)).toBeLessThanOrEqual(limit);
    const took = (instants.at(-1) ?? 0) - T;
    // Not lazy either: three seconds' worth within 3.3 seconds.
    expect(took).toBeLessThan(3.3 * SECOND);
  });

  test("one alone goes at once", () => {
    const pacer = new Pacer(80);
    pacer.offer(bulk("c"));
    expect(pacer.next(T, 64)).toEqual({ kind: "go", candidate: bulk("c") });
    expect(pacer.next(T, 64)).toEqual({ kind: "nobody" });
  });

  test("130429: nothing for a while, then half as fast, then faster step by step", () => {
    const pacer = new Pacer(80);
    pacer.slowDown(T, T + 2 * SECOND);
    // The others under way meet it too: that is the same event.
    pacer.slowDown(T + 100, T + 3 * SECOND);
    offerMany(pacer, 10_000);
    const instants = run(pacer).map(({ at }) => at);
    expect(instants[0]).toBe(T + 2 * SECOND);
    const inSecond = (from: number) => instants.filter((at) => at >= from && at < from + SECOND).length;
    expect(inSecond(T + 3 * SECOND)).toBeGreaterThan(36);
    expect(inSecond(T + 3 * SECOND)).toBeLessThanOrEqual(40);
    expect(inSecond(T + 30 * SECOND)).toBeGreaterThan(55);
    expect(inSecond(T + 60 * SECOND)).toBeGreaterThan(72);
    expect(mostInASecond(instants.slice(-400))).toBeLessThanOrEqual(80);
  });

  test("again and again it does not get slower than one a second", () => {
    const pacer = new Pacer(80);
    for (let time = 0; time < 20; time += 1) pacer.slowDown(T + time * SECOND, T + (time + 1) * SECOND);
    offerMany(pacer, 3);
    expect(run(pacer, T + 20 * SECOND).map(({ at }) => at - T)).toEqual([20_000, 21_003, 22_056]);
  });

  test("what was not sent after all leaves its place to the next", () => {
    const pacer = new Pacer(1);
    offerMany(pacer, 2);
    expect(pacer.next(T, 64).kind).toBe("go");
    pacer.giveBack();
    expect(pacer.next(T, 64).kind).toBe("go");
  });

  property.prop([
    fc.integer({ min: 1, max: 200 }),
    fc.array(fc.record({ after: fc.integer({ min: 0, max: 3_000 }), count: fc.integer({ min: 0, max: 60 }) }), {
      maxLength: 20,
    }),
    fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 4 }),
  ])("whatever is offered when: everybody goes, once, and never too many in a second", (limit, bursts, slowDowns) => {
    const pacer = new Pacer(limit);
    const gone: { contact: string; at: number }[] = [];
    let now = T;
    let offered = 0;
    for (const { after, count } of bursts) {
      for (const at of slowDowns) if (T + at > now && T + at <= now + after) pacer.slowDown(T + at, T + at + SECOND);
      now += after;
      for (let number = 0; number < count; number += 1) pacer.offer(bulk(`c${offered++}`, `flow${number % 3}`));
      for (let turn = pacer.next(now, 64); turn.kind === "go"; turn = pacer.next(now, 64))
        gone.push({ contact: turn.candidate.contact, at: now });
    }
    gone.push(...run(pacer, now));
    expect(new Set(gone.map(({ contact }) => contact)).size).toBe(offered);
    expect(gone).toHaveLength(offered);
    expect(mostInASecond(gone.map(({ at }) => at))).toBeLessThanOrEqual(limit);
  });
});

describe("WR §4 per pair", () => {
  test("45 at once, and then the time they would have taken", () => {
    const pacer = new Pacer(1_000);
    let sent = 0;
    while (pacer.pairFrom("c", T) <= T) {
      pacer.sentTo("c", T);
      sent += 1;
    }
    expect(sent).toBe(45);
    expect(pacer.pairFrom("c", T)).toBe(T + 6 * SECOND);
    expect(pacer.pairFrom("other", T)).toBeLessThanOrEqual(T);
  });

  test("20 at once: the whole credit is back after two minutes", () => {
    const pacer = new Pacer(1_000);
    for (let sent = 0; sent < 20; sent += 1) pacer.sentTo("c", T);
    const later = T + 2 * MINUTE;
    let sent = 0;
    for (; pacer.pairFrom("c", later) <= later; sent += 1) pacer.sentTo("c", later);
    expect(sent).toBe(45);
  });

  property.prop([fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 200 })])(
    "never more than the credit and what six seconds each allow, over any stretch",
    (gaps) => {
      const pacer = new Pacer(1_000);
      const sent: number[] = [];
      let now = T;
      for (const gap of gaps) {
        now = Math.max(now + gap, pacer.pairFrom("c", now));
        pacer.sentTo("c", now);
        sent.push(now);
      }
      for (const [index, from] of sent.entries())
        for (const [other, to] of sent.entries())
          if (other > index) expect(other - index + 1).toBeLessThanOrEqual(45 + (to - from) / (6 * SECOND) + 1e-6);
    },
  );
});

describe("fairness", () => {
  test("an answer to somebody who waits goes before a campaign of thousands", () => {
    const pacer = new Pacer(80);
    offerMany(pacer, 5_000);
    run(pacer, T, 100);
    pacer.offer(urgent("asha"));
    const now = T + 2 * SECOND;
    expect(run(pacer, now, 1)[0]).toMatchObject({ contact: "asha" });
  });

  test("campaigns leave places for answers", () => {
    const pacer = new Pacer(80);
    pacer.offer(bulk("c"));
    expect(pacer.next(T, 8)).toEqual({ kind: "nobody" });
    pacer.offer(urgent("asha"));
    expect(pacer.next(T, 8)).toMatchObject({ kind: "go", candidate: { contact: "asha" } });
    expect(pacer.next(T, 0)).toEqual({ kind: "nobody" });
  });

  test("flows take turns, however many each has", () => {
    const pacer = new Pacer(80);
    for (let number = 0; number < 100; number += 1) pacer.offer(bulk(`a${number}`, "a"));
    for (let number = 0; number < 3; number += 1) pacer.offer(bulk(`b${number}`, "b"));
    expect(run(pacer, T, 8).map(({ contact }) => contact)).toEqual(["a0", "b0", "a1", "b1", "a2", "b2", "a3", "a4"]);
  });

  test("who waits in a campaign and then writes is answered first, and only once", () => {
    const pacer = new Pacer(80);
    offerMany(pacer, 50);
    pacer.offer({ ...urgent("c40") });
    pacer.offer(bulk("c40"));
    expect(pacer.waiting).toBe(50);
    const order = run(pacer).map(({ contact }) => contact);
    expect(order[0]).toBe("c40");
    expect(order).toHaveLength(50);
  });
});

describe("WR §4 people of the portfolio", () => {
  test.each([
    ["TIER_250", 250],
    ["TIER_2K", 2_000],
    ["TIER_10K", 10_000],
    ["TIER_100K", 100_000],
    ["TIER_UNLIMITED", null],
    [null, null],
    ["SOMETHING", null],
  ])("%s: %s", (tier, people) => {
    expect(peoplePerDay(tier)).toBe(people);
  });

  test("so many different people in 24 hours; the same person as often as wanted", () => {
    const limit = new PeopleLimit(2);
    for (const [index, contact] of ["a", "b", "a"].entries()) {
      expect(limit.from(contact, T + index)).toBeNull();
      limit.begin(contact);
      limit.end(contact, T + index);
    }
    expect(limit.from("c", T + MINUTE)).toBe(T + 1 + DAY);
    expect(limit.from("b", T + MINUTE)).toBeNull();
    expect(limit.from("c", T + 1 + DAY)).toBeNull();
  });

  test("those who wait are promised different places", () => {
    const limit = new PeopleLimit(2);
    for (const [index, contact] of ["a", "b"].entries()) limit.end(contact, T + index * MINUTE);
    expect(["c", "d", "e"].map((contact) => limit.from(contact, T + 2 * MINUTE))).toEqual([
      T + DAY,
      T + MINUTE + DAY,
      T + DAY,
    ]);
  });

  test("sends under way count, and those that fail do not", () => {
    const limit = new PeopleLimit(1);
    limit.begin("a");
    expect(limit.from("b", T)).toBe(T + DAY);
    limit.end("a", null);
    expect(limit.from("b", T)).toBeNull();
  });

  property.prop([
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: DAY / 2 }), fc.integer({ min: 0, max: 9 })), { maxLength: 60 }),
  ])("in no 24 hours are more people reached than the limit", (most, tries) => {
    const limit = new PeopleLimit(most);
    const reached: { contact: number; at: number }[] = [];
    let now = T;
    for (const [gap, contact] of tries) {
      now += gap;
      if (limit.from(String(contact), now) !== null) continue;
      limit.begin(String(contact));
      limit.end(String(contact), now);
      reached.push({ contact, at: now });
    }
    for (const { at } of reached) {
      const people = reached.filter((other) => other.at >= at && other.at < at + DAY).map((other) => other.contact);
      expect(new Set(people).size).toBeLessThanOrEqual(most);
    }
  });
});

describe("R10 a clock that is set back", () => {
  const YEAR = 365 * DAY;

  test("what was waited for is as far away as it was", () => {
    const pacer = new Pacer(1);
    pacer.offer({ contact: "a", urgent: true, flow: null });
    pacer.offer({ contact: "b", urgent: true, flow: null });
    expect(pacer.next(T, 9).kind).toBe("go");
    expect(pacer.next(T - YEAR, 9)).toMatchObject({ kind: "wait" });
    expect(pacer.next(T - YEAR + 2 * SECOND, 9).kind).toBe("go");
  });

  test("a pause of the number, and a person's credit", () => {
    const pacer = new Pacer(80);
    pacer.close(T + MINUTE);
    for (let sent = 0; sent < 45; sent += 1) pacer.sentTo("c", T);
    pacer.offer({ contact: "c", urgent: true, flow: null });
    expect(pacer.pairFrom("c", T - YEAR)).toBe(T - YEAR + 6 * SECOND);
    expect(pacer.next(T - YEAR, 9)).toEqual({ kind: "wait", until: T - YEAR + MINUTE });
  });

  test("people reached in what is the future now were reached by now", () => {
    const limit = new PeopleLimit(1);
    limit.end("a", T);
    expect(limit.from("b", T - YEAR)).toBe(T - YEAR + DAY);
    expect(limit.from("b", T - YEAR + DAY)).toBeNull();
  });
});
