/** Timers in order of due time; those due at the same instant in the order they were made. */
export interface Timer {
  at: number;
  sequence: number;
  run: () => void | Promise<void>;
  cancelled: boolean;
}

export class TimerHeap {
  readonly #timers: Timer[] = [];

  push(timer: Timer): void {
    const timers = this.#timers;
    let index = timers.length;
    timers.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = timers[parent];
      if (!above || !isBefore(timer, above)) break;
      timers[index] = above;
      index = parent;
    }
    timers[index] = timer;
  }

  /** The next timer that was not cancelled, left where it is. */
  peek(): Timer | null {
    while (this.#timers[0]?.cancelled) this.#removeFirst();
    return this.#timers[0] ?? null;
  }

  pop(): Timer | null {
    const first = this.peek();
    if (first) this.#removeFirst();
    return first;
  }

  clear(): void {
    this.#timers.length = 0;
  }

  #removeFirst(): void {
    const timers = this.#timers;
    const last = timers.pop();
    if (!last || timers.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = timers[child];
      if (!left) break;
      const right = timers[child + 1];
      const smaller = right && isBefore(right, left) ? right : left;
      if (smaller === right) child += 1;
      if (!isBefore(smaller, last)) break;
      timers[index] = smaller;
      index = child;
    }
    timers[index] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
