/** Everything that needs time is given a clock. Production uses the system's; the demo and the tests one that can be moved. */
import type { Instant } from "@sluice/shared/time/instant";

export interface Clock {
  now(): Instant;
  /** Runs `run` once at or after `at`; the function returned takes it back. */
  schedule(at: Instant, run: () => void | Promise<void>): () => void;
}

/** The longest that setTimeout can wait without wrapping round. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(at, run) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = at - Date.now();
      timer = setTimeout(
        left > LONGEST_TIMEOUT ? wait : () => void run(),
        Math.min(Math.max(0, left), LONGEST_TIMEOUT),
      );
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};
