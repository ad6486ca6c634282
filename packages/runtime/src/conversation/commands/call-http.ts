/**
 * Makes the calls that sessions wait for (`call-http`), and brings the answers back. The wait of the session is the record of
 * the call: while it stands there the call is owed. So after a crash, or a stop that cut it off, the same call is made again
 * with the same Idempotency-Key: at least once, and once in the ordinary run of things.
 */
import type { Plan } from "@sluice/shared/conversation/plan";
import type { HttpCall, HttpResult } from "@sluice/shared/nodes/definition";
import { SECOND } from "@sluice/shared/time/duration";
import type { Clock } from "../../clock.ts";
import { crashpoint } from "../../crashpoint.ts";
import type { Store } from "../../store/store.ts";
import type { Conversations } from "../conversations.ts";

/** Calls under way at once; the others wait for their turn. */
const MOST_AT_ONCE = 64;
/** An answer that could not be written down is offered again after this. */
const AGAIN = 5 * SECOND;

export interface HttpCallsSettings {
  store: Pick<Store, "openCalls">;
  conversations: Pick<Conversations, "act">;
  clock: Clock;
  perform(call: HttpCall, stopped: AbortSignal): Promise<HttpResult>;
  onError(error: unknown, about: { call: string }): void;
}

interface OwedCall {
  contact: string;
  session: string;
  call: HttpCall;
}

export class HttpCalls {
  readonly #settings: HttpCallsSettings;
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting: OwedCall[] = [];
  readonly #known = new Set<string>();
  readonly #stopped = new AbortController();

  constructor(settings: HttpCallsSettings) {
    this.#settings = settings;
  }

  /** After a start: whatever is owed. */
  async resume(): Promise<number> {
    const owed = await this.#settings.store.openCalls();
    for (const call of owed) this.#owe(call);
    return owed.length;
  }

  /** Called with every commit. */
  noticed(contact: string, plan: Plan): void {
    for (const { id, status, wait } of plan.sessions)
      if (status === "running" && wait?.call) this.#owe({ contact, session: id, call: wait.call });
  }

  /** Resolves when no call is under way; true when one was. */
  async idle(): Promise<boolean> {
    const wasBusy = this.#running.size > 0;
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    return wasBusy;
  }

  /** Cuts off what is under way: it is made again after the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running.values());
  }

  #owe(owed: OwedCall): void {
    if (this.#stopped.signal.aborted || this.#known.has(owed.call.id)) return;
    this.#known.add(owed.call.id);
    this.#waiting.push(owed);
    this.#begin();
  }

  #begin(): void {
    while (this.#running.size < MOST_AT_ONCE) {
      const owed = this.#waiting.shift();
      if (!owed) return;
      const { id } = owed.call;
      const running = this.#make(owed).finally(() => {
        this.#running.delete(id);
        this.#known.delete(id);
        this.#begin();
      });
      this.#running.set(id, running);
    }
  }

  async #make({ contact, session, call }: OwedCall): Promise<void> {
    const { perform, conversations, onError } = this.#settings;
    const { signal } = this.#stopped;
    crashpoint("call-begun");
    const result = await perform(call, signal).catch((error: unknown): HttpResult => {
      onError(error, { call: call.id });
      return { error: "The call could not be made because of a fault of ours." };
    });
    crashpoint("call-answered");
    while (!signal.aborted) {
      try {
        await conversations.act(contact, { kind: "http-returned", session, call: call.id, result });
        return;
      } catch (error) {
        onError(error, { call: call.id });
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    const { clock } = this.#settings;
    return new Promise((resolve) => {
      const cancel = clock.schedule(clock.now() + AGAIN, resolve);
      this.#stopped.signal.addEventListener("abort", () => {
        cancel();
        resolve();
      });
    });
  }
}
