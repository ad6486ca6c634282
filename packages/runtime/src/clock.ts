/** Everything that needs time is given a clock. Production uses the system's; the demo and the tests one that can be moved. */
import { type Duration, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";

export interface Clock {
  now(): Instant;
  /**
   * Runs `run` once, at or after `at`; the function returned takes it back. Should the clock be set back meanwhile, it runs
   * when so much time has passed as was left: a pause of two seconds must not take a year. Who depends on the instant asks
   * `now` when it runs.
   */
  schedule(at: Instant, run: () => void | Promise<void>): () => void;
}

/** What a machine has to tell time by. */
export interface Machine {
  /** What people, and time servers, set. */
  wall(): Instant;
  /** Milliseconds that only pass, and do not while the machine sleeps. */
  steady(): number;
  /** By the steady time. */
  wait(milliseconds: Duration, run: () => void): () => void;
}

/** How soon it is noticed that the machine slept or that its clock was set (R10). */
const LONGEST_NAP: Duration = SECOND / 2;
/** The two times may drift apart by so much without being taken for a clock that was set back. */
const SLACK: Duration = SECOND;

export function clockOf(machine: Machine): Clock {
  return {
    now: () => machine.wall(),
    schedule(at, run) {
      const passed = machine.steady() + (at - machine.wall()) + SLACK;
      const left = () => Math.min(at - machine.wall(), passed - machine.steady());
      const nap = () => machine.wait(Math.min(Math.max(0, left()), LONGEST_NAP), look);
      const look = () => {
        if (left() <= 0) void run();
        else cancel = nap();
      };
      let cancel = nap();
      return () => cancel();
    },
  };
}

export const systemClock: Clock = clockOf({
  wall: () => Date.now(),
  steady: () => performance.now(),
  wait(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
});
