/**
 * What operators watch, in Prometheus' text format at /metrics. Names and meanings stand in docs/operations.md, and a test
 * compares. Labels are codes of ours and of WhatsApp: nothing about a person, and never unbounded.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Message } from "@sluice/shared/conversation/message";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Duration } from "@sluice/shared/time/duration";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Store, StoreFigures, WorkFigures } from "../store/store.ts";
import type { WebhookOutcome } from "../webhook/front.ts";
import type { SendOutcome } from "../whatsapp/client.ts";

const SECONDS = 1_000;
/** The loop is looked at so often, in milliseconds; its histogram counts that in. */
const RESOLUTION = 20;
const ACK_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const LATE_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 3_600, 86_400];

export class Metrics {
  readonly #registry = new Registry();
  readonly #reads: (() => Promise<void>)[] = [];
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ack = this.#histogram("webhook_ack_seconds", "From a webhook's first byte to its 200.", ACK_BUCKETS);
  readonly #webhooks = this.#counter("webhooks_total", "Webhooks by what they were answered.", ["outcome"]);
  readonly #sends = this.#counter("sends_total", "Send requests by what is known of them.", ["outcome"]);
  readonly #refusals = this.#counter("send_refusals_total", "Sends that WhatsApp refused at once, by code.", ["code"]);
  readonly #retries = this.#counter("retries_total", "Second and later attempts, by the code before it.", ["code"]);
  readonly #blocks = this.#counter("cap_blocks_total", "Marketing that met the cap (131049), from either side.", []);
  readonly #decisions = this.#counter("decisions_total", "Lines of timelines, by code and rule.", ["code", "rule"]);
  readonly #late = this.#histogram("timer_late_seconds", "How late timers fired.", LATE_BUCKETS);

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    for (const outcome of ["stored", "unauthorized", "too-big", "not-stored"]) this.#webhooks.inc({ outcome }, 0);
    for (const outcome of ["accepted", "rejected", "not-sent", "unknown"]) this.#sends.inc({ outcome }, 0);
    this.#work();
    this.#disk();
    this.#process();
    this.#loop.enable();
  }

  webhook(outcome: WebhookOutcome, took: Duration): void {
    this.#webhooks.inc({ outcome });
    if (outcome === "stored") this.#ack.observe(took / SECONDS);
  }

  /** `message` with this attempt and those before it. */
  sent(outcome: SendOutcome, message: Message): void {
    this.#sends.inc({ outcome: outcome.kind });
    const before = message.attempts.at(-2);
    if (before) this.#retries.inc({ code: String(before.code ?? "none") });
    if (outcome.kind === "rejected") this.#refusals.inc({ code: String(outcome.code) });
  }

  decided(plan: Plan): void {
    for (const { code, rule } of plan.log) {
      this.#decisions.inc({ code, rule: rule ?? "none" });
      if (code === "blocked") this.#blocks.inc();
    }
  }

  timerFired(late: Duration): void {
    this.#late.observe(Math.max(0, late) / SECONDS);
  }

  async text(): Promise<{ type: string; text: string }> {
    await Promise.all(this.#reads.map((read) => read()));
    const text = await this.#registry.metrics();
    this.#loop.reset();
    return { type: this.#registry.contentType, text };
  }

  close(): void {
    this.#loop.disable();
  }

  /** Everything that waits, counted together when it is asked for. */
  #work(): void {
    const age = (since: number | null) => (since === null ? 0 : Math.max(0, this.#clock.now() - since) / SECONDS);
    const held = this.#gauge("held_messages", "Messages that are held, by the rule that holds them.", ["rule"]);
    this.#together<WorkFigures>(
      () => this.#store.workFigures(this.#clock.now()),
      [
        ["inbox_pending", "Webhooks that were stored and have not taken effect.", ({ inbox }) => inbox.pending],
        ["inbox_age_seconds", "Age of the oldest of them.", ({ inbox }) => age(inbox.oldestAt)],
        [
          "outbox_depth",
          "Messages that are queued to be sent, also those that must wait.",
          ({ outbox }) => outbox.queued,
        ],
        ["outbox_due", "Those of them that nothing but pace or a pause holds back.", ({ outbox }) => outbox.due],
        ["outbox_age_seconds", "Age of the oldest that is due.", ({ outbox }) => age(outbox.oldestDueAt)],
        ["sends_inflight", "Attempts under way.", ({ outbox }) => outbox.inflight],
        ["unknown_messages", "Messages of which nobody knows whether they went out.", ({ unknown }) => unknown],
        ["timers_overdue", "Timers whose time has passed.", ({ timersOverdue }) => timersOverdue],
      ],
      ({ held: byRule }) => {
        held.reset();
        for (const { rule, count } of byRule) held.set({ rule }, count);
      },
    );
  }

  #disk(): void {
    this.#together<StoreFigures>(
      () => this.#store.storeFigures(),
      [
        ["database_bytes", "Size of the database.", ({ databaseBytes }) => databaseBytes],
        ["wal_bytes", "Size of its write-ahead log.", ({ walBytes }) => walBytes],
        ["disk_free_bytes", "Free space where it lies; -1 in memory.", ({ diskFreeBytes }) => diskFreeBytes ?? -1],
      ],
    );
  }

  #process(): void {
    this.#together(
      () => ({ loop: this.#loop, ...process.memoryUsage(), ...process.cpuUsage() }),
      [
        [
          "event_loop_lag_p50_seconds",
          "Delay of the event loop since the last scrape, median.",
          ({ loop }) => lag(loop, 50),
        ],
        ["event_loop_lag_p99_seconds", "The same, 99th of 100.", ({ loop }) => lag(loop, 99)],
        ["memory_bytes", "Resident memory.", ({ rss }) => rss],
        ["cpu_seconds", "CPU time since the start.", ({ user, system }) => (user + system) / 1e6],
        ["uptime_seconds", "Time since the start.", () => process.uptime()],
      ],
    );
  }

  /** Gauges that are read together, just before they are told. */
  #together<Figures>(
    read: () => Figures | Promise<Figures>,
    gauges: readonly [name: string, help: string, value: (figures: Figures) => number][],
    more: (figures: Figures) => void = () => {},
  ): void {
    const made = gauges.map(([name, help, value]) => ({ gauge: this.#gauge(name, help, []), value }));
    this.#reads.push(async () => {
      const figures = await read();
      for (const { gauge, value } of made) gauge.set(value(figures));
      more(figures);
    });
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ ...this.#named(name, help), labelNames });
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ ...this.#named(name, help), labelNames });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ ...this.#named(name, help), buckets });
  }

  #named(name: string, help: string) {
    return { name: `sluice_${name}`, help, registers: [this.#registry] };
  }
}

/** In seconds; 0 before the first sample. */
function lag(loop: { percentile(of: number): number }, percentile: number): Duration {
  const late = loop.percentile(percentile) / 1e6 - RESOLUTION;
  return Number.isFinite(late) ? Math.max(0, late) / SECONDS : 0;
}
