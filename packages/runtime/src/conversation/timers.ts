/**
 * Fires what is due: waits of sessions, holds and deadlines of messages. They are rows on the disk; here is only the alarm
 * for the earliest. A timer that fires late, twice or for nothing changes nothing.
 */

import { dueAt } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import { type Duration, SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import type { DueTimer, Store } from "../store/store.ts";
import type { Conversations } from "./conversations.ts";

const PAGE = 500;
/** A timer that is still due after it fired (a send is just in flight) is asked again after this. */
const AGAIN = 5 * SECOND;

export interface TimersSettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  onError(error: unknown, about: { timer: string }): void;
  /** For figures. */
  fired?(late: Duration): void;
}

export class Timers {
  readonly #settings: TimersSettings;
  #next: Instant | null = null;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  /** The alarm rang while what was due before was still being fired. */
  #rangAgain = false;
  #stopped = false;

  constructor(settings: TimersSettings) {
    this.#settings = settings;
  }

  async start(): Promise<void> {
    const next = await this.#settings.store.nextTimerAt();
    if (next !== null) this.#armBy(next);
  }

  /** Called with every commit. */
  noticed(plan: Plan): void {
    let earliest: Instant | null = null;
    for (const { wait, status } of plan.sessions)
      if (status === "running" && wait?.until != null) earliest = Math.min(earliest ?? wait.until, wait.until);
    for (const message of plan.messages) {
      const due = dueAt(message);
      if (due !== null) earliest = Math.min(earliest ?? due, due);
    }
    if (earliest !== null) this.#armBy(earliest);
  }

  async idle(): Promise<boolean> {
    const wasBusy = this.#running !== null;
    while (this.#running) await this.#running;
    return wasBusy;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #arm(at: Instant): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#next = at;
    if (this.#stopped) return;
    this.#cancel = this.#settings.clock.schedule(at, () => this.#fire());
  }

  #fire(): Promise<void> {
    this.#next = null;
    this.#rangAgain = this.#running !== null;
    this.#running ??= this.#fireDue()
      .catch((error: unknown) => {
        this.#settings.onError(error, { timer: "all" });
        this.#armBy(this.#settings.clock.now() + AGAIN);
      })
      .finally(() => {
        this.#running = null;
        if (this.#rangAgain) void this.#fire();
      });
    return this.#running;
  }

  async #fireDue(): Promise<void> {
    const { store, clock } = this.#settings;
    const fired = new Set<string>();
    for (;;) {
      const now = clock.now();
      const all = await store.dueTimers(now, PAGE + fired.size);
      const due = all.filter((timer) => !fired.has(key(timer)));
      if (due.length === 0 || this.#stopped) {
        // Those that are still due must not hide the others: what comes next is what is due after this look.
        if (all.length > 0) this.#armBy(now + AGAIN);
        const next = await store.nextTimerAt(now);
        if (next !== null) this.#armBy(next);
        return;
      }
      crashpoint("timers-due");
      for (const timer of due) fired.add(key(timer));
      await Promise.all(due.map((timer) => this.#fireOne(timer)));
      crashpoint("timers-fired");
    }
  }

  /** Not later than an alarm that is set already. */
  #armBy(at: Instant): void {
    if (this.#next === null || at < this.#next) this.#arm(at);
  }

  async #fireOne(timer: DueTimer): Promise<void> {
    this.#settings.fired?.(this.#settings.clock.now() - timer.due);
    crashpoint("timer-fires");
    try {
      await this.#settings.conversations.act(
        timer.contact,
        timer.kind === "session"
          ? { kind: "timer-fired", session: timer.subject, generation: timer.generation }
          : { kind: "message-due", message: timer.subject },
      );
      crashpoint("timer-fired");
    } catch (error) {
      this.#settings.onError(error, { timer: key(timer) });
    }
  }
}

function key(timer: DueTimer): string {
  return `${timer.kind}:${timer.subject}:${timer.due}:${timer.generation}`;
}
