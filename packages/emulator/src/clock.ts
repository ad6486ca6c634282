/**
 * A clock that ticks like the wall's and can be moved forward. The demo gives one to the runtime and to the emulator, so
 * that "skip 24 h" happens to both; the tests freeze theirs.
 *
 * While it is moved, time stands still at each timer's due instant, the timer runs to its end, then everybody who
 * registered with `onSettle` finishes what that caused, and only then the next timer comes. A timer must therefore never
 * wait for a later timer, and time spent in a move is not counted.
 */
import { type Timer, TimerHeap } from "./timer-heap.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs at that instant, or as soon as possible when it has passed. The answer cancels it. */
  schedule(at: number, run: () => void | Promise<void>): () => void;
}

export interface MovableClockOptions {
  /** Where it starts; default: the present. */
  start?: number;
  /** It stands still between moves; for tests. */
  frozen?: boolean;
  /** What becomes of an error in a timer that fires by itself; default: it is thrown and ends the process. */
  onError?: (error: unknown) => void;
}

/** The longest wait setTimeout can do. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** So many timers in a row at one instant are a timer that makes itself again and again. */
const STUCK_AFTER = 100_000;

export class MovableClock implements Clock {
  readonly #heap = new TimerHeap();
  readonly #hooks = new Set<() => Promise<unknown>>();
  readonly #listeners = new Set<(now: number) => void>();
  readonly #running = new Set<Promise<void>>();
  readonly #frozen: boolean;
  readonly #onError: (error: unknown) => void;
  #sequence = 0;
  /** Simulated time minus the machine's. */
  #offset = 0;
  /** Set while time stands still. */
  #pinned: number | null = null;
  #moving = false;
  #moves: Promise<void> = Promise.resolve();
  #timeout: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: MovableClockOptions = {}) {
    this.#frozen = options.frozen ?? false;
    this.#onError = options.onError ?? throwLater;
    const start = options.start ?? Date.now();
    if (this.#frozen) this.#pinned = start;
    else this.#offset = start - Date.now();
  }

  now(): number {
    return this.#pinned ?? Date.now() + this.#offset;
  }

  schedule(at: number, run: () => void | Promise<void>): () => void {
    const timer: Timer = { at, sequence: this.#sequence++, run, cancelled: false };
    if (this.#closed) return () => {};
    this.#heap.push(timer);
    this.#arm();
    return () => {
      timer.cancelled = true;
    };
  }

  /**
   * Everybody who does work because of timers says here how to wait for its end; asked after every timer of a move. An
   * answer of `true` means that there was work, and then all are asked once more. The answer takes the hook away.
   */
  onSettle(hook: () => Promise<unknown>): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** Told after each move. The answer takes the listener away. */
  onMove(listener: (now: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Moves to that instant. Resolves when everything due by then has run, with what it caused. Moves wait for each other.
   * Throws a RangeError for an instant that has passed; errors of timers are thrown at the end, the others still run.
   */
  advanceTo(instant: number): Promise<void> {
    return this.#queue(() => instant);
  }

  /** `advanceBy(24 * HOUR)`; counted from when earlier moves are done. */
  advanceBy(duration: number): Promise<void> {
    return this.#queue(() => this.now() + duration);
  }

  /** Forgets all timers. Nothing fires any more. */
  close(): void {
    this.#closed = true;
    this.#heap.clear();
    if (this.#timeout) clearTimeout(this.#timeout);
    this.#timeout = null;
  }

  #queue(target: () => number): Promise<void> {
    const move = this.#moves.then(() => this.#move(target()));
    this.#moves = move.catch(() => {});
    return move;
  }

  async #move(target: number): Promise<void> {
    const start = this.now();
    if (!(target >= start)) {
      throw new RangeError(`The clock only moves forward: it shows ${say(start)}, and ${say(target)} has passed.`);
    }
    const errors: unknown[] = [];
    this.#pinned = start;
    this.#moving = true;
    try {
      await this.#settle();
      await this.#runUntil(target, errors);
    } finally {
      this.#offset = target - Date.now();
      this.#pinned = this.#frozen ? target : null;
      this.#moving = false;
      this.#arm();
    }
    for (const listener of this.#listeners) listener(target);
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} timers failed while the clock was moved`);
  }

  async #runUntil(target: number, errors: unknown[]): Promise<void> {
    let atOneInstant = 0;
    for (;;) {
      const timer = this.#heap.peek();
      if (!timer || timer.at > target) {
        // What was waited for can have made new timers; look again after the last settling.
        this.#pinned = target;
        await this.#settle();
        const next = this.#heap.peek();
        if (!next || next.at > target) return;
        continue;
      }
      const due = Math.max(this.#pinned ?? timer.at, timer.at);
      atOneInstant = due === this.#pinned ? atOneInstant + 1 : 0;
      if (atOneInstant > STUCK_AFTER)
        throw new Error(`A timer is made again and again for ${say(due)}; the clock cannot pass it.`);
      this.#pinned = due;
      this.#heap.pop();
      try {
        await timer.run();
      } catch (error) {
        errors.push(error);
      }
      await this.#settle();
    }
  }

  async #settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    let busy = true;
    while (busy) {
      busy = false;
      for (const hook of this.#hooks) if ((await hook()) === true) busy = true;
    }
  }

  #arm(): void {
    if (this.#frozen || this.#moving || this.#closed) return;
    if (this.#timeout) clearTimeout(this.#timeout);
    this.#timeout = null;
    const next = this.#heap.peek();
    if (!next) return;
    const wait = Math.min(Math.max(next.at - this.now(), 0), LONGEST_TIMEOUT);
    this.#timeout = setTimeout(() => this.#fire(), wait);
    this.#timeout.unref();
  }

  #fire(): void {
    this.#timeout = null;
    if (this.#moving) return;
    for (let next = this.#heap.peek(); next && next.at <= this.now(); next = this.#heap.peek()) {
      this.#heap.pop();
      this.#start(next);
    }
    this.#arm();
  }

  /** Ticking by itself, one slow timer does not hold up the others. */
  #start(timer: Timer): void {
    const run = (async () => timer.run())().catch(this.#onError);
    this.#running.add(run);
    run.finally(() => this.#running.delete(run));
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function say(instant: number): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : date.toISOString();
}
