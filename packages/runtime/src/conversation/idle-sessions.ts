/** Ends sessions in which nothing happens any more. Looked for once an hour, a page at a time. */
import { type Duration, HOUR, parseDuration } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Conversations } from "./conversations.ts";

export interface IdleSessionsSettings {
  store: Pick<Store, "quietSessions">;
  conversations: Conversations;
  clock: Clock;
  /** The channel's setting; null: never. */
  idleAfter(): string | null;
  onError(error: unknown): void;
}

const EVERY: Duration = HOUR;
const PAGE = 500;

export class IdleSessions {
  readonly #settings: IdleSessionsSettings;
  #cancel: () => void = () => {};
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(settings: IdleSessionsSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#arm();
  }

  async idle(): Promise<boolean> {
    const wasBusy = this.#running !== null;
    await this.#running;
    return wasBusy;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  #arm(): void {
    if (this.#stopped) return;
    const { clock } = this.#settings;
    this.#cancel = clock.schedule(clock.now() + EVERY, () => this.#run());
  }

  #run(): Promise<void> {
    this.#running = this.#look().finally(() => {
      this.#running = null;
      this.#arm();
    });
    return this.#running;
  }

  async #look(): Promise<void> {
    const { store, conversations, clock, idleAfter, onError } = this.#settings;
    const setting = idleAfter();
    const after = setting === null ? null : parseDuration(setting);
    if (after === null) return;
    try {
      let cursor: string | null = null;
      do {
        const page = await store.quietSessions(clock.now() - after, cursor, PAGE);
        for (const { id, contact } of page.items)
          await conversations.act(contact, { kind: "session-idled", session: id, after });
        cursor = this.#stopped ? null : page.next;
        // Messages that arrive meanwhile go first.
        await new Promise((resolve) => setImmediate(resolve));
      } while (cursor !== null);
    } catch (error) {
      onError(error);
    }
  }
}
