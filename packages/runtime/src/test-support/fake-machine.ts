/** A machine whose two clocks are moved by hand: it runs, it sleeps, its clock is set. */
import type { Instant } from "@sluice/shared/time/instant";
import type { Machine } from "../clock.ts";

export class FakeMachine implements Machine {
  #wall: Instant;
  #steady = 0;
  #waits: { at: number; run: () => void }[] = [];

  constructor(start: Instant) {
    this.#wall = start;
  }

  wall(): Instant {
    return this.#wall;
  }

  steady(): number {
    return this.#steady;
  }

  wait(milliseconds: number, run: () => void): () => void {
    const waiting = { at: this.#steady + milliseconds, run };
    this.#waits.push(waiting);
    return () => {
      this.#waits = this.#waits.filter((other) => other !== waiting);
    };
  }

  /** Awake for so long: what waits runs, each at its time. */
  run(milliseconds: number): void {
    const end = this.#steady + milliseconds;
    for (;;) {
      const next = this.#next();
      if (!next || next.at > end) break;
      this.#pass(next.at - this.#steady);
      this.#waits = this.#waits.filter((waiting) => waiting !== next);
      next.run();
    }
    this.#pass(end - this.#steady);
  }

  /** The same, with a rest after each that ran. */
  async runSlowly(milliseconds: number, settle: () => Promise<void>): Promise<void> {
    const end = this.#steady + milliseconds;
    await settle();
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.run(Math.max(0, next.at - this.#steady));
      await settle();
    }
    this.#pass(end - this.#steady);
  }

  /** The wall's time passes, and nothing else. */
  sleep(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  /** Somebody sets the clock, forward or back. */
  set(by: number): void {
    this.#wall += by;
  }

  #next(): { at: number; run: () => void } | undefined {
    return this.#waits.reduce<{ at: number; run: () => void } | undefined>(
      (first, waiting) => (first && first.at <= waiting.at ? first : waiting),
      undefined,
    );
  }

  #pass(milliseconds: number): void {
    this.#steady += milliseconds;
    this.#wall += milliseconds;
  }
}
