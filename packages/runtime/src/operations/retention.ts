/** Once a day what nobody needs any more is deleted; how long it is kept is a setting. */
import { DAY, type Duration, MINUTE } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { Store, Swept } from "../store/store.ts";

export interface RetentionPeriods {
  /** Raw webhooks, after they took effect. */
  webhooks: Duration;
  /** Keys against duplicates: WhatsApp delivers again for 7 days (WR §6). */
  eventKeys: Duration;
}

export const USUAL_RETENTION: RetentionPeriods = { webhooks: 14 * DAY, eventKeys: 30 * DAY };
/** Interfaces promise it. */
const ANSWERS = DAY;

export interface RetentionSettings {
  store: Pick<Store, "sweep">;
  clock: Clock;
  periods: RetentionPeriods;
  swept(swept: Swept): void;
  onError(error: unknown): void;
}

export class Retention {
  readonly #settings: RetentionSettings;
  #cancel: () => void = () => {};
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(settings: RetentionSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#arm(MINUTE);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  #arm(after: Duration): void {
    if (this.#stopped) return;
    const { clock } = this.#settings;
    this.#cancel = clock.schedule(clock.now() + after, () => this.#run());
  }

  #run(): Promise<void> {
    this.#running = this.#sweep().finally(() => {
      this.#running = null;
      this.#arm(DAY);
    });
    return this.#running;
  }

  async #sweep(): Promise<void> {
    const { store, clock, periods, swept, onError } = this.#settings;
    const now = clock.now();
    try {
      swept(
        await store.sweep({
          webhooks: now - periods.webhooks,
          eventKeys: now - periods.eventKeys,
          answers: now - ANSWERS,
        }),
      );
    } catch (error) {
      onError(error);
    }
  }
}
