/** What passed between business and WhatsApp, verbatim, newest kept (`GET _control/log`). */
export interface TrafficEntry {
  /** Counts up; what `after` refers to. */
  seq: number;
  kind: "request" | "webhook";
  /** On the emulator's clock, ISO 8601. */
  at: string;
  /** On the machine's. */
  realAt: string;
  method: string;
  /** Path with query of a request; address or "callback" of a webhook. */
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Null: no answer came, or none was given. */
  status: number | null;
  answer: string;
  /** What the emulator did besides, such as an injected fault or why a webhook will be tried again. */
  note?: string | undefined;
  milliseconds: number;
}

const KEPT = 2_000;
const KEPT_BYTES = 64 * 1024 * 1024;

export class TrafficLog {
  #entries: TrafficEntry[] = [];
  #bytes = 0;
  #next = 1;

  add(entry: Omit<TrafficEntry, "seq" | "realAt">): TrafficEntry {
    const full = { seq: this.#next++, realAt: new Date().toISOString(), ...entry };
    this.#entries.push(full);
    this.#bytes += sizeOf(full);
    while (this.#entries.length > KEPT || (this.#bytes > KEPT_BYTES && this.#entries.length > 1)) {
      const oldest = this.#entries.shift();
      if (oldest) this.#bytes -= sizeOf(oldest);
    }
    return full;
  }

  /** Oldest first. `next` goes into the next call's `after`. */
  page(after: number, limit: number): { entries: TrafficEntry[]; next: number } {
    const entries = this.#entries.filter((entry) => entry.seq > after).slice(0, limit);
    return { entries, next: entries.at(-1)?.seq ?? after };
  }
}

function sizeOf(entry: TrafficEntry): number {
  return entry.body.length + entry.answer.length + 200;
}
