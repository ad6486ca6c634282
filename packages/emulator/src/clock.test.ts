import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { MovableClock } from "./clock.ts";

const HOUR = 3_600_000;

describe("a frozen clock", () => {
  it("runs timers in order of due time and shows each its own instant", async () => {
    const clock = new MovableClock({ start: 1_000, frozen: true });
    const seen: [string, number][] = [];
    clock.schedule(5_000, () => void seen.push(["b", clock.now()]));
    clock.schedule(2_000, () => void seen.push(["a", clock.now()]));
    clock.schedule(5_000, () => void seen.push(["c", clock.now()]));
    clock.schedule(9_001, () => void seen.push(["late", clock.now()]));
    await clock.advanceTo(9_000);
    expect(seen).toEqual([
      ["a", 2_000],
      ["b", 5_000],
      ["c", 5_000],
    ]);
    expect(clock.now()).toBe(9_000);
  });

  it("runs what timers and settle hooks make on the way, and waits for both", async () => {
    const clock = new MovableClock({ start: 0, frozen: true });
    const seen: string[] = [];
    let work = 0;
    clock.onSettle(async () => {
      const busy = work > 0;
      while (work > 0) {
        await new Promise((resolve) => setImmediate(resolve));
        work -= 1;
        seen.push(`worked at ${clock.now()}`);
        if (clock.now() === 10) clock.schedule(20, () => void seen.push(`made by the hook, ran at ${clock.now()}`));
      }
      return busy;
    });
    clock.schedule(10, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      work += 1;
    });
    clock.schedule(30, () => void clock.schedule(25, () => void seen.push(`overdue, ran at ${clock.now()}`)));
    await clock.advanceTo(40);
    expect(seen).toEqual(["worked at 10", "made by the hook, ran at 20", "overdue, ran at 30"]);
  });

  it("does not run what was cancelled", async () => {
    const clock = new MovableClock({ start: 0, frozen: true });
    const ran: number[] = [];
    const cancel = clock.schedule(1, () => void ran.push(1));
    clock.schedule(2, () => void ran.push(2));
    cancel();
    await clock.advanceTo(5);
    expect(ran).toEqual([2]);
  });

  it("refuses to go back and says where it is", async () => {
    const clock = new MovableClock({ start: 10 * HOUR, frozen: true });
    await expect(clock.advanceTo(9 * HOUR)).rejects.toThrow(/only moves forward: it shows 1970-01-01T10:00:00/);
    await expect(clock.advanceTo(Number.NaN)).rejects.toThrow(RangeError);
    await clock.advanceTo(11 * HOUR);
    expect(clock.now()).toBe(11 * HOUR);
  });

  it("lets moves wait for each other", async () => {
    const clock = new MovableClock({ start: 0, frozen: true });
    const seen: number[] = [];
    clock.schedule(10, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(clock.now());
    });
    clock.schedule(30, () => void seen.push(clock.now()));
    await Promise.all([clock.advanceBy(20), clock.advanceBy(20)]);
    expect(seen).toEqual([10, 30]);
    expect(clock.now()).toBe(40);
  });

  it("runs the others when a timer fails, and reports the failure", async () => {
    const clock = new MovableClock({ start: 0, frozen: true });
    let ran = false;
    clock.schedule(1, () => {
      throw new Error("broken timer");
    });
    clock.schedule(2, () => {
      ran = true;
    });
    await expect(clock.advanceTo(3)).rejects.toThrow("broken timer");
    expect(ran).toBe(true);
    expect(clock.now()).toBe(3);
  });

  it("does not hang on a timer that makes itself again for the same instant", async () => {
    const clock = new MovableClock({ start: 0, frozen: true });
    const again = () => void clock.schedule(1, again);
    again();
    await expect(clock.advanceTo(2)).rejects.toThrow(/again and again/);
  });

  test.prop([fc.array(fc.nat(1_000), { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 8 })])(
    "always runs each timer once, in order, never early, whatever the steps",
    async (dues, steps) => {
      const clock = new MovableClock({ start: 0, frozen: true });
      const ran: { due: number; at: number }[] = [];
      for (const due of dues) clock.schedule(due, () => void ran.push({ due, at: clock.now() }));
      for (const step of steps) await clock.advanceBy(step);
      await clock.advanceTo(Math.max(clock.now(), 2_000));
      expect(ran.map((timer) => timer.due)).toEqual([...dues].sort((a, b) => a - b));
      expect(ran.every((timer) => timer.at === timer.due)).toBe(true);
    },
  );
});

describe("a ticking clock", () => {
  it("fires by itself when due, and at once when overdue", async () => {
    const clock = new MovableClock({ start: 50_000 });
    const fired = await new Promise<number[]>((resolve) => {
      const seen: number[] = [];
      clock.schedule(clock.now() + 30, () => {
        seen.push(2);
        resolve(seen);
      });
      clock.schedule(1, () => void seen.push(1));
    });
    expect(fired).toEqual([1, 2]);
    expect(clock.now()).toBeGreaterThanOrEqual(50_030);
    clock.close();
  });

  it("keeps ticking from where it was moved to", async () => {
    const clock = new MovableClock({ start: 0 });
    const due: number[] = [];
    clock.schedule(20 * HOUR, () => void due.push(clock.now()));
    await clock.advanceBy(24 * HOUR);
    expect(due).toEqual([expect.closeTo(20 * HOUR, -3)]);
    const before = clock.now();
    expect(before).toBeGreaterThanOrEqual(24 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(clock.now()).toBeGreaterThan(before);
    clock.close();
  });

  it("waits in a move for timers that fired just before", async () => {
    const clock = new MovableClock({ start: 0 });
    let finished = false;
    clock.schedule(0, async () => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      finished = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 15));
    await clock.advanceBy(HOUR);
    expect(finished).toBe(true);
    clock.close();
  });

  it("hands the error of a timer to onError", async () => {
    const error = await new Promise((resolve) => {
      const clock = new MovableClock({ start: 0, onError: resolve });
      clock.schedule(0, () => {
        throw new Error("seen");
      });
    });
    expect(error).toMatchObject({ message: "seen" });
  });

  it("forgets everything when closed", async () => {
    const clock = new MovableClock({ start: 0 });
    const ran: string[] = [];
    clock.schedule(10, () => void ran.push("made before"));
    clock.close();
    clock.schedule(5, () => void ran.push("made after"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ran).toEqual([]);
  });
});
