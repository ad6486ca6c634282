/**
 * Fires what is due: waits of sessions, holds and deadlines of messages. They are rows on the disk; here is only the alarm
 * for the earliest. A timer that fires late, twice or for nothing changes nothing.
 */

import { dueAt } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import { SECOND } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import type { DueTimer, Store } from "../store/store.ts";
import type { Conversations } from "./conversations.ts";

const PAGE = 500;
/** A timer that is still due after it fired (a send is just in flight) is asked again after this. */
const AGAIN = 15 * SECOND;

export interface TimersSettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  onError(error: unknown, about: { timer: string }): void;
}

export class Timers {
  readonly #settings: TimersSettings;
  #next: Instant | null = null;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(settings: TimersSettings) {
    this.#settings = settings;
  }

  async start(): Promise<void> {
    this.#arm(await this.#settings.store.nextTimerAt());
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
    if (earliest !== null && (this.#next === null || earliest < this.#next)) this.#arm(earliest);
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

  #arm(at: Instant | null): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#next = at;
    if (at === null || this.#stopped) return;
    this.#cancel = this.#settings.clock.schedule(at, () => this.#fire());
  }

  #fire(): Promise<void> {
    this.#next = null;
    this.#running ??= this.#fireDue().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #fireDue(): Promise<void> {
    const { store, clock } = this.#settings;
    const fired = new Set<string>();
    for (;;) {
      const due = (await store.dueTimers(clock.now(), PAGE + fired.size)).filter((timer) => !fired.has(key(timer)));
      if (due.length === 0 || this.#stopped) break;
      crashpoint("timers-due");
      for (const timer of due) fired.add(key(timer));
      await Promise.all(due.map((timer) => this.#fireOne(timer)));
      crashpoint("timers-fired");
    }
    const next = await store.nextTimerAt();
    this.#arm(next === null ? null : next > clock.now() ? next : clock.now() + AGAIN);
  }

  async #fireOne(timer: DueTimer): Promise<void> {
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
