/**
 * Bodies that arrive within a few milliseconds share one transaction with synchronous=FULL: each waits at most `wait` longer,
 * and a burst costs one disk flush instead of hundreds (architecture.md §5). A promise resolves when its body is on the disk.
 */
export class GroupCommit<Row> {
  readonly #commit: (rows: readonly Row[]) => Promise<void>;
  readonly #wait: number;
  readonly #most: number;
  #pending: { row: Row; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** `wait` in milliseconds; a group of `most` goes at once. */
  constructor(commit: (rows: readonly Row[]) => Promise<void>, wait = 2, most = 256) {
    this.#commit = commit;
    this.#wait = wait;
    this.#most = most;
  }

  add(row: Row): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ row, resolve, reject });
      if (this.#pending.length >= this.#most) void this.#flush();
      else this.#timer ??= setTimeout(() => void this.#flush(), this.#wait);
    });
  }

  async #flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#pending;
    this.#pending = [];
    try {
      await this.#commit(group.map((entry) => entry.row));
      for (const entry of group) entry.resolve();
    } catch (error) {
      for (const entry of group) entry.reject(error);
    }
  }
}
