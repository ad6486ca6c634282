/** How long the event loop was held up lately: a beat four times a second, and by how much the worst of the last came late. */
import type { Duration } from "@sluice/shared/time/duration";

const BEAT = 250;
/** Ten seconds. */
const REMEMBERED = 40;

export class LoopLag {
  readonly #late: number[] = [];
  #last = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#beat(), BEAT);
    this.#timer.unref();
  }

  worst(): Duration {
    return Math.round(Math.max(0, this.#sinceLast(), ...this.#late));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    this.#late.push(this.#sinceLast());
    if (this.#late.length > REMEMBERED) this.#late.shift();
    this.#last = performance.now();
  }

  #sinceLast(): Duration {
    return performance.now() - this.#last - BEAT;
  }
}
