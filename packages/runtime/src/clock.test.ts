/**
 * R10: alarms on a machine whose clock is set and that sleeps: each runs once, never before its instant unless the clock was
 * set back, and within a second of it or of waking. Mutations seen to fail: one timeout for the whole wait; alarms that run
 * without a look at the clock; none but the wall looked at.
 */
import { fc, test as property } from "@fast-check/vitest";
import { DAY, HOUR, MINUTE, SECOND } from "@sluice/shared/time/duration";
import { describe, expect, test } from "vitest";
import { clockOf } from "./clock.ts";
import { FakeMachine } from "./test-support/fake-machine.ts";

const START = Date.UTC(2026, 10, 23, 10);

function alarmAt(machine: FakeMachine, at: number): number[] {
  const rang: number[] = [];
  clockOf(machine).schedule(at, () => void rang.push(machine.wall() - at));
  return rang;
}

describe("R10 an alarm", () => {
  test("rings at its instant, also far away", () => {
    const machine = new FakeMachine(START);
    const rang = alarmAt(machine, START + 60 * DAY);
    machine.sleep(60 * DAY - MINUTE);
    machine.run(MINUTE - 1);
    expect(rang).toEqual([]);
    machine.run(1);
    expect(rang).toEqual([0]);
  });

  test.each([1 * SECOND, MINUTE, HOUR, DAY, 30 * DAY, 400 * DAY])("the clock is set forward by %i ms", (by) => {
    const machine = new FakeMachine(START);
    const rang = alarmAt(machine, START + by);
    machine.run(300);
    machine.set(by);
    machine.run(SECOND);
    expect(rang).toHaveLength(1);
    expect(rang[0]).toBeLessThanOrEqual(SECOND);
    machine.run(10 * SECOND);
    expect(rang).toHaveLength(1);
  });

  test.each([2 * SECOND, MINUTE, HOUR, DAY, 30 * DAY, 400 * DAY])(
    "the clock is set back by %i ms: it rings when its time has passed",
    (by) => {
      const machine = new FakeMachine(START);
      const rang = alarmAt(machine, START + 10 * SECOND);
      machine.run(5 * SECOND);
      machine.set(-by);
      machine.run(5 * SECOND - 1);
      expect(rang).toEqual([]);
      machine.run(2 * SECOND);
      expect(rang).toHaveLength(1);
    },
  );

  test("the machine sleeps for 30 days", () => {
    const machine = new FakeMachine(START);
    const rang = alarmAt(machine, START + HOUR);
    machine.run(700);
    machine.sleep(30 * DAY);
    machine.run(SECOND);
    expect(rang).toHaveLength(1);
  });

  test("one that is past rings soon, but not at once; one that is taken back never", () => {
    const machine = new FakeMachine(START);
    const rang = alarmAt(machine, START - DAY);
    expect(rang).toEqual([]);
    machine.run(1);
    expect(rang).toHaveLength(1);
    const cancel = clockOf(machine).schedule(START + 2 * SECOND, () => {
      throw new Error("it rang");
    });
    machine.run(SECOND);
    cancel();
    machine.run(DAY / 1_000);
  });
});

const deed = fc.oneof(
  fc.record({ kind: fc.constant("run" as const), by: fc.integer({ min: 1, max: 20 * SECOND }) }),
  fc.record({ kind: fc.constant("sleep" as const), by: fc.integer({ min: SECOND, max: 30 * DAY }) }),
  fc.record({ kind: fc.constant("set" as const), by: fc.integer({ min: SECOND, max: 400 * DAY }) }),
);

property.prop([fc.array(deed, { maxLength: 20 }), fc.array(fc.integer({ min: 0, max: 40 * DAY }), { maxLength: 10 })])(
  "R10 forward jumps and sleeps: each alarm once, never early, at most a second late after waking",
  (deeds, waits) => {
    const machine = new FakeMachine(START);
    const alarms = waits.map((wait) => ({ at: START + wait, rang: alarmAt(machine, START + wait) }));
    for (const { kind, by } of deeds) {
      machine[kind](by);
      const awake = machine.wall();
      machine.run(SECOND);
      for (const { at, rang } of alarms) {
        expect(rang.length).toBeLessThanOrEqual(1);
        if (rang.length === 1) expect(rang[0]).toBeGreaterThanOrEqual(0);
        if (at <= awake) expect(rang).toHaveLength(1);
      }
    }
  },
);
