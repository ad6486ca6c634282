/**
 * One life of the program. It can end at any call of the store, before or after the call took effect: whatever was waiting
 * then never learns anything any more, as in a process that was killed. The store itself lives on.
 */
import type { Clock } from "../../src/clock.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";

const WRITES = new Set<string | symbol>([
  "appendInbox",
  "finishInbox",
  "commitTurn",
  "contactFor",
  "keepEvent",
  "saveSetting",
  "saveChannel",
]);

export class Life {
  isOver = false;
  /** Store calls that are left to it; the last one is cut short. */
  #left = Number.POSITIVE_INFINITY;
  #cutBefore = false;
  readonly #onEnd: () => void;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** It ends at the `calls`-th call from now, before it takes effect or after. */
  endAt(calls: number, before: boolean): void {
    this.#left = calls;
    this.#cutBefore = before;
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#onEnd();
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (at, run) => clock.schedule(at, () => (this.isOver ? undefined : run())),
    };
  }

  /** What comes back from outside comes back only to the living. */
  hears<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.isOver || resolve(value),
        (error: unknown) => this.isOver || reject(error),
      );
    });
  }

  store(
    store: Store,
    world: { called(): void; refuses(): boolean; done(method: string, args: unknown[], result: unknown): void },
  ): Store {
    const cache = new Map<string | symbol, unknown>();
    return new Proxy(store, {
      get: (target, name, receiver) => {
        const known = cache.get(name);
        if (known) return known;
        const method = Reflect.get(target, name, receiver) as (...args: unknown[]) => Promise<unknown>;
        if (typeof method !== "function") return method;
        const guarded = (...args: unknown[]) => this.#call(name, method.bind(target), args, world);
        cache.set(name, guarded);
        return guarded;
      },
    });
  }

  #call(
    name: string | symbol,
    method: (...args: unknown[]) => Promise<unknown>,
    args: unknown[],
    world: { called(): void; refuses(): boolean; done(method: string, args: unknown[], result: unknown): void },
  ): Promise<unknown> {
    world.called();
    if (this.isOver) return NEVER;
    this.#left -= 1;
    const isLast = this.#left === 0;
    if (isLast && this.#cutBefore) {
      this.end();
      return NEVER;
    }
    if (WRITES.has(name) && world.refuses())
      return Promise.reject(new StoreError("disk-refused", "The disk is full, as the proof wants it."));
    const result = method(...args).then((value) => {
      world.done(String(name), args, value);
      world.called();
      return value;
    });
    if (!isLast) return this.hears(result);
    result.finally(() => this.end()).catch(() => {});
    return NEVER;
  }
}

const NEVER = new Promise<never>(() => {});
