/**
 * R10: clocks. The machine's clock is set forward and back by 1 s to 400 days, and the machine sleeps for up to 30 days, while
 * sessions wait, a schedule runs and people write: each timer fires once, never before its instant, and within a second of
 * being awake after it; a schedule starts nobody twice in a day or late; everybody who writes is answered within seconds
 * (R20). And twelve zones go through both of their changes: what waits for an hour of the day gets that hour, once.
 *
 * Mutations it was seen to fail with: one timeout for the whole wait; a schedule that does not look at the clock when it is
 * woken; a pacer that does not notice that the clock was set back.
 */
import type { Plan } from "@sluice/shared/conversation/plan";
import { DAY, type Duration, HOUR, MINUTE, SECOND } from "@sluice/shared/time/duration";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clockOf } from "../src/clock.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { FakeMachine } from "../src/test-support/fake-machine.ts";
import { changesOf, clockOn, dayOn, shownOn, ZONES } from "./clocks/zones.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";
import { publish, Rig } from "./support/rig.ts";
import { VirtualClock } from "./support/virtual-clock.ts";
import { textWebhook } from "./support/webhooks.ts";

const START = Date.UTC(2026, 10, 23, 10);
const WAITS = ["PT2S", "PT30S", "PT5M", "PT1H", "PT20H", "P3D", "P12D", "P25D"];
const JUMPS = [SECOND, 10 * SECOND, MINUTE, HOUR, 7 * HOUR, DAY, 30 * DAY, 400 * DAY];
const SLEEPS = [MINUTE, HOUR, DAY, 30 * DAY];

type Trigger = object;
const waiting = (id: string, trigger: Trigger, config: object): object => ({
  formatVersion: 1,
  id,
  name: id,
  nodes: [
    { id: "in", type: "entry", config: { trigger } },
    { id: "wait", type: "delay", config },
    { id: "end", type: "end", config: { reason: "waited" } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "wait" },
    { id: "e2", source: "wait", sourceHandle: "next", target: "end" },
  ],
});
const PONG = {
  formatVersion: 1,
  id: "pong",
  name: "pong",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    { id: "say", type: "text", config: { text: "pong" } },
  ],
  edges: [{ id: "e1", source: "in", sourceHandle: "next", target: "say" }],
};
const daily = (id: string, timeZone: string, rrule: string, tag: string) =>
  waiting(id, { kind: "schedule", rrule, timeZone, tag }, { duration: "PT1S" });

let store: Store;
afterEach(() => store.close());

describe("R10 a clock that is set, and a machine that sleeps", () => {
  test.each(seeds(...ofProfile([1, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])))("seed %i", async (seed) => {
    const random = new Random(seed);
    const machine = new FakeMachine(START);
    const clock = clockOf(machine);
    store = openSqliteStore(":memory:", { now: () => clock.now() });
    const flows = WAITS.map((duration, index) => waiting(`w${index}`, { kind: "api" }, { duration }));
    await publish(store, START, PONG, daily("daily", "UTC", "FREQ=DAILY;BYHOUR=12;BYMINUTE=0", "daily"), ...flows);

    const wrong: string[] = [];
    const due = new Map<string, number>();
    const ended = new Set<string>();
    const begun = new Map<number, number>();
    const answered = new Set<string>();
    const note = (_: string, { sessions }: Plan) => {
      for (const { id, flow, status, wait } of sessions) {
        if (flow === "pong") continue;
        if (status === "running" && wait?.until != null && !due.has(id)) {
          due.set(id, wait.until);
          if (flow === "daily") {
            const noon = Math.floor((clock.now() - 12 * HOUR) / DAY);
            begun.set(noon, (begun.get(noon) ?? 0) + 1);
            if ((clock.now() - 12 * HOUR) % DAY > HOUR + 10 * SECOND) wrong.push(`daily began at ${at(clock.now())}`);
          }
        }
        if (status !== "ended") continue;
        if (ended.has(id)) wrong.push(`${id} of ${flow} ended twice`);
        ended.add(id);
        const early = (due.get(id) ?? 0) - clock.now();
        if (early > 0) wrong.push(`${id} of ${flow} ended ${early} ms early`);
      }
    };
    const rig = await Rig.start({
      store,
      clock,
      send: async (body) => {
        answered.add(`+${(body as { to: string }).to.replace("+", "")}`);
        return { kind: "accepted", wamid: `wamid.${answered.size}`, held: false };
      },
      committed: note,
    });
    const awake = (milliseconds: Duration) => machine.runSlowly(milliseconds, () => settled(rig));

    const tagged = await store.contactFor({ phone: "+5511990000000" }, null, START);
    await rig.act(tagged, { kind: "contact-changed", channel: rig.channel, by: "proof", fields: { tags: ["daily"] } });
    let people = 0;
    const startSome = async () => {
      for (const [index] of WAITS.entries()) {
        people += 1;
        await rig.start(`+55119${String(people).padStart(8, "0")}`, `w${index}`);
      }
    };
    await startSome();
    const deeds = ofProfile(30, 150);
    for (let deed = 0; deed < deeds; deed += 1) {
      const [what, by] = act(random, machine);
      if (what === "run") await awake(by);
      const woke = clock.now();
      await awake(SECOND);
      for (const [id, instant] of due)
        if (instant <= woke && !ended.has(id))
          wrong.push(`${id}, due at ${at(instant)}, did not end by ${at(clock.now())}`);
      people += 1;
      const phone = `+55119${String(people).padStart(8, "0")}`;
      await rig.webhook(textWebhook(phone, `wamid.in.${people}`, "ping", clock.now()));
      await awake(5 * SECOND);
      if (!answered.has(phone)) wrong.push(`after ${what} ${by}: ${phone} was not answered`);
      if (deed % 5 === 0) await startSome();
    }
    for (const [noon, count] of begun) if (count > 1) wrong.push(`daily began ${count} times on day ${noon}`);
    // What is still to come comes.
    machine.sleep(Math.max(0, ...due.values()) - clock.now());
    await awake(2 * SECOND);
    for (const id of due.keys()) if (!ended.has(id)) wrong.push(`${id} never ended`);
    say(
      "R10",
      `seed ${seed}: ${deeds} jumps, sleeps and whiles: ${ended.size} timers once each, ${begun.size} daily starts, ${answered.size} answers, wrong ${wrong.length}`,
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(ended.size).toBeGreaterThan(40);
  });
});

test("R10 a schedule whose alarm is near when the clock is set back waits for its hour again, and begins once", async () => {
  const machine = new FakeMachine(Date.UTC(2026, 10, 23, 11, 59, 30));
  const clock = clockOf(machine);
  store = openSqliteStore(":memory:", { now: () => clock.now() });
  await publish(store, clock.now() - HOUR, daily("daily", "UTC", "FREQ=DAILY;BYHOUR=12;BYMINUTE=0", "daily"));
  const begun: string[] = [];
  const rig = await Rig.start({
    store,
    clock,
    send: async () => ({ kind: "accepted", wamid: "wamid.none", held: false }),
    committed: (_, { sessions }) => {
      for (const { status } of sessions) if (status === "running") begun.push(at(clock.now()));
    },
  });
  const contact = await store.contactFor({ phone: "+5511990000000" }, null, clock.now());
  await rig.act(contact, { kind: "contact-changed", channel: rig.channel, by: "proof", fields: { tags: ["daily"] } });
  await machine.runSlowly(10 * SECOND, () => settled(rig));
  machine.set(-HOUR);
  await machine.runSlowly(MINUTE, () => settled(rig));
  expect(begun).toEqual([]);
  machine.sleep(HOUR);
  await machine.runSlowly(10 * SECOND, () => settled(rig));
  machine.set(-MINUTE);
  await machine.runSlowly(2 * MINUTE, () => settled(rig));
  say(
    "R10",
    `a schedule for 12:00 with the clock set back an hour before it and a minute after it: ${begun.join(", ")}`,
  );
  expect(begun.map((instant) => instant.slice(0, 17))).toEqual(["2026-11-23T12:00:"]);
});

describe("R10 daylight saving", () => {
  const TIMES = ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00"];
  let clock: VirtualClock;

  beforeEach(() => {
    clock = new VirtualClock(Date.UTC(2026, 11, 30));
    store = openSqliteStore(":memory:", { now: () => clock.now() });
  });

  test("twelve zones, both changes: the hour that was waited for, once", async () => {
    const ends = new Map<string, number[]>();
    const starts = new Map<string, number[]>();
    const tags = ZONES.map((_, index) => `zone-${index}`);
    await publish(
      store,
      clock.now(),
      ...TIMES.map((untilTime, index) => waiting(`t${index}`, { kind: "api" }, { untilTime })),
      ...ZONES.map((zone, index) => daily(`d${index}`, zone, "FREQ=DAILY;BYHOUR=2;BYMINUTE=30", `zone-${index}`)),
    );
    const rig = await Rig.start({
      store,
      clock,
      send: async () => ({ kind: "accepted", wamid: "wamid.none", held: false }),
      committed: (_, { sessions }) => {
        for (const { id, flow, status } of sessions) {
          if (flow.startsWith("d") && status === "running") append(starts, flow, clock.now());
          if (flow.startsWith("t") && status === "ended") append(ends, id, clock.now());
        }
      },
    });
    const expected: { id: string; zone: string; time: string; from: number }[] = [];
    const people = await Promise.all(
      ZONES.map(async (timeZone, index) => {
        const phone = `+55119000000${String(index).padStart(2, "0")}`;
        const contact = await store.contactFor({ phone }, null, clock.now());
        const fields = { tags: [tags[index] ?? ""] };
        await rig.act(contact, { kind: "contact-changed", channel: rig.channel, by: "proof", timeZone, fields });
        return { timeZone, phone };
      }),
    );
    const changes = people.flatMap(({ timeZone, phone }) =>
      changesOf(timeZone, 2027).map((change) => ({ timeZone, phone, change })),
    );
    changes.sort((one, other) => one.change - other.change);
    // Awake the noon before; the day of the change is waited into.
    for (const { timeZone, phone, change } of changes)
      clock.schedule(change - 14 * HOUR, async () => {
        for (const [index, time] of TIMES.entries()) {
          const result = await rig.start(phone, `t${index}`);
          if (result.kind === "started") expected.push({ id: result.session, zone: timeZone, time, from: clock.now() });
        }
      });
    for (const { change } of changes) {
      // Between the changes the machine sleeps.
      clock.jump(Math.max(0, change - 2 * DAY - clock.now()));
      await clock.runUntil(change + 2 * DAY, () => settled(rig));
    }

    const wrong: string[] = [];
    for (const { id, zone, time, from } of expected) {
      const [end, ...more] = ends.get(id) ?? [];
      const told = `${zone}, ${time} after ${at(from)}`;
      if (end === undefined || more.length > 0) wrong.push(`${told}: ended ${more.length + (end ? 1 : 0)} times`);
      else {
        const shown = clockOn(zone, end);
        const exists = shownOn(zone, dayOn(zone, end)).has(time);
        if (exists ? shown !== time : !isWithinAnHour(time, shown)) wrong.push(`${told}: ended at ${shown}`);
        if (end <= from || end > from + 26 * HOUR) wrong.push(`${told}: ended ${at(end)}`);
      }
    }
    for (const [flow, instants] of starts) {
      const zone = ZONES[Number(flow.slice(1))] ?? "";
      const days = instants.map((instant) => dayOn(zone, instant));
      if (new Set(days).size !== days.length) wrong.push(`${zone}: twice on a day: ${days.join(" ")}`);
      // An hour that the clocks leave out is left out by the rule too (RFC 5545 §3.3.10).
      for (const change of changesOf(zone, 2027))
        for (const day of [-DAY, 0, DAY].map((away) => dayOn(zone, change + away)))
          if (days.includes(day) !== shownOn(zone, day).has("02:30")) wrong.push(`${zone}: ${day}`);
    }
    say(
      "R10",
      `${ZONES.length} zones, ${changes.length} changes: ${expected.length} waits for an hour of the day and ${[...starts.values()].flat().length} daily starts, wrong ${wrong.length}`,
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(changes).toHaveLength(24);
    expect(expected).toHaveLength(24 * TIMES.length);
  });
});

function act(random: Random, machine: FakeMachine): ["run" | "sleep" | "set", Duration] {
  const chance = random.next();
  if (chance < 0.25) return ["run", random.whole(1, 5 * SECOND)];
  if (chance < 0.6) {
    // Often it wakes just before the schedule's hour.
    const toNoon = DAY - ((machine.wall() - 12 * HOUR + 3 * SECOND) % DAY);
    const by = chance < 0.4 ? toNoon : random.pick(SLEEPS);
    machine.sleep(by);
    return ["sleep", by];
  }
  const by = random.pick(JUMPS) * (random.chance(0.5) ? 1 : -1);
  machine.set(by);
  return ["set", by];
}

/** All that was caused has come to rest; alarms that wait for their instant are none of it. */
async function settled(rig: Rig): Promise<void> {
  await rig.idle();
  await new Promise((resolve) => setImmediate(resolve));
  await rig.idle();
}

function append(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function isWithinAnHour(wanted: string, shown: string): boolean {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const later = (minutes(shown) - minutes(wanted) + 1_440) % 1_440;
  return later <= 60;
}

function at(instant: number): string {
  return new Date(instant).toISOString();
}
