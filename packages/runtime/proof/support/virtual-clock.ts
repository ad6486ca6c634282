/** Time that passes only when it is told to; what is due runs on the way, each thing at its own instant. */
import { TimerHeap } from "@sluice/emulator/timer-heap";
import type { Clock } from "../../src/clock.ts";

export class VirtualClock implements Clock {
  readonly #heap = new TimerHeap();
  #now: number;
  #sequence = 0;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  schedule(at: number, run: () => void | Promise<void>): () => void {
    const timer = { at, sequence: this.#sequence++, run, cancelled: false };
    this.#heap.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** `settle` resolves when all that the last step caused has come to rest. Timers are started, not waited for. */
  async runUntil(instant: number, settle: () => Promise<void>): Promise<void> {
    await settle();
    for (let next = this.#heap.peek(); next !== null && next.at <= instant; next = this.#heap.peek()) {
      this.#heap.pop();
      this.#now = Math.max(this.#now, next.at);
      void next.run();
      await settle();
    }
    this.#now = Math.max(this.#now, instant);
  }

  /** The wall clock was set, forward or back; timers keep the instant they were made for. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
