/** What WhatsApp says of the number: its name, how much it may send. Read at the start and now and then; told by webhooks. */
import { HOUR } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import { peoplePerDay } from "../outbox/people-limit.ts";
import type { ChannelRecord, Store } from "../store/store.ts";
import type { WhatsAppClient } from "../whatsapp/client.ts";

export interface NumberFactsSettings {
  store: Store;
  client: Pick<WhatsAppClient, "phoneNumber">;
  clock: Clock;
  channel(): ChannelRecord;
  /** The record changed in a way that decides nothing anew. */
  replace(record: ChannelRecord): Promise<void>;
  onError(error: unknown): void;
}

/** Meta raises limits within six hours (WR §4). */
const AGAIN = 6 * HOUR;
/** WR §4: every number, and those that were raised. */
const STANDARD = 80;
const HIGH = 1_000;

export class NumberFacts {
  readonly #settings: NumberFactsSettings;
  #cancel: (() => void) | null = null;
  #reading: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(settings: NumberFactsSettings) {
    this.#settings = settings;
  }

  /** Never rejects: without an answer what was known stays. */
  read(): Promise<void> {
    this.#reading = this.#read();
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { client, channel, clock, onError } = this.#settings;
    try {
      const answer = await client.phoneNumber(channel().phoneNumberId);
      if (answer.kind === "ok" && !this.#stopped) {
        const { displayPhoneNumber, throughput, messagingLimit, qualityRating } = answer.value;
        await this.learn({
          ...(displayPhoneNumber === undefined ? {} : { displayPhoneNumber }),
          ...(throughput === undefined ? {} : { throughput }),
          ...(messagingLimit === undefined ? {} : { messagingLimit }),
          ...(qualityRating === undefined ? {} : { qualityRating }),
        });
      }
    } catch (error) {
      onError(error);
    }
    this.#cancel?.();
    if (!this.#stopped) this.#cancel = clock.schedule(clock.now() + AGAIN, () => this.read());
  }

  async learn(facts: Partial<ChannelRecord>): Promise<void> {
    const { store, channel, replace } = this.#settings;
    const known = channel();
    const isNews = Object.entries(facts).some(([name, value]) => known[name as keyof ChannelRecord] !== value);
    if (!isNews) return;
    const record = { ...known, ...facts };
    await store.saveChannel(record);
    await replace(record);
  }

  /** Resolves when nothing is written any more; the client should be closed before. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#reading;
  }
}

/** What people set counts, else what WhatsApp says, else what every number may. */
export function limitsOf(channel: ChannelRecord): { perSecond: number; peoplePerDay: number | null } {
  return {
    perSecond: channel.perSecond ?? (channel.throughput === "HIGH" ? HIGH : STANDARD),
    peoplePerDay: channel.peoplePerDay ?? peoplePerDay(channel.messagingLimit),
  };
}
