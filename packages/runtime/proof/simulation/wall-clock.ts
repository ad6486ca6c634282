/**
 * The machine's own clock, which is set now and then: it shows other times than WhatsApp's. As with real timers, what was
 * asked for before a step comes when so much time has passed, which is then too early or too late by the clock.
 */
import type { Clock } from "../../src/clock.ts";

export class WallClock implements Clock {
  /** Milliseconds ahead of the true time. */
  ahead = 0;
  readonly #true: Clock;

  constructor(clock: Clock) {
    this.#true = clock;
  }

  now(): number {
    return this.#true.now() + this.ahead;
  }

  schedule(at: number, run: () => void | Promise<void>): () => void {
    return this.#true.schedule(at - this.ahead, run);
  }
}
