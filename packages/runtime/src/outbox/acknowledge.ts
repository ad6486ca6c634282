/**
 * Marks what a session took as read, and shows "typing" where the channel asks for it. A kindness, not a promise: it is not
 * kept over a restart, not repeated, and left out when there is too much to do.
 */
import type { Plan } from "@sluice/shared/conversation/plan";
import { type IncomingMessage, isInteraction } from "@sluice/shared/messages/incoming";
import { MINUTE } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { ChannelRecord } from "../store/store.ts";
import type { GraphAnswer } from "../whatsapp/client.ts";
import { renderRead, renderTyping } from "../whatsapp/render-message.ts";

export interface AcknowledgeSettings {
  clock: Clock;
  channel(): ChannelRecord;
  send(body: object): Promise<GraphAnswer<unknown>>;
  /** A refusal that may concern more than this. */
  failed(code: number): Promise<void>;
  onError(error: unknown): void;
}

/** Beside the sends of the outbox, which matter more. */
const MOST_AT_ONCE = 4;
const MOST_WAITING = 200;
/** Older ones were read by somebody else, or do not matter any more. */
const STALE = 10 * MINUTE;

export class Acknowledge {
  readonly #settings: AcknowledgeSettings;
  readonly #waiting: IncomingMessage[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(settings: AcknowledgeSettings) {
    this.#settings = settings;
  }

  /** Called with every commit. */
  noticed(plan: Plan, inbound: { message: IncomingMessage } | undefined): void {
    const { clock, channel } = this.#settings;
    if (!inbound || plan.sessions.length === 0 || !isInteraction(inbound.message.content)) return;
    const { markRead, typing, pausedAt } = channel();
    if ((!markRead && !typing) || pausedAt !== null || inbound.message.at < clock.now() - STALE) return;
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(inbound.message);
    this.#start();
  }

  async idle(): Promise<boolean> {
    const wasBusy = this.#running.size > 0;
    while (this.#running.size > 0) await Promise.all(this.#running);
    return wasBusy;
  }

  #start(): void {
    while (this.#running.size < MOST_AT_ONCE) {
      const message = this.#waiting.shift();
      if (!message) return;
      const run = this.#acknowledge(message).finally(() => {
        this.#running.delete(run);
        this.#start();
      });
      this.#running.add(run);
    }
  }

  async #acknowledge({ wamid }: IncomingMessage): Promise<void> {
    const { send, channel, failed, onError } = this.#settings;
    try {
      const answer = await send(channel().typing ? renderTyping(wamid) : renderRead(wamid));
      if (answer.kind === "rejected") await failed(answer.code);
    } catch (error) {
      onError(error);
    }
  }
}
