/** One thing at a time per key, in the order asked; different keys side by side. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const leave = () => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    const tail: Promise<void> = result.then(leave, leave);
    this.#tails.set(key, tail);
    return result;
  }

  get busy(): number {
    return this.#tails.size;
  }

  /** Resolves when nothing is under way; true when something was. */
  async idle(): Promise<boolean> {
    const wasBusy = this.#tails.size > 0;
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
    return wasBusy;
  }
}
