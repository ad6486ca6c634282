/**
 * Rows of the inbox in the order of their arrival. While all is well a row is taken the moment it is on the disk; after a
 * start, after the disk refused, and when more waits than memory should hold, they are read from the disk, oldest first,
 * until nothing is left behind. Nothing newer is taken before, so that each contact's order stays.
 */
import { SECOND } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import type { InboxRow, Store } from "../store/store.ts";

/** `failed`: something in it failed by itself; `refused`: the disk did, so nothing that came later may take effect before it. */
export type RowOutcome = "done" | "failed" | "refused";

export interface InboxPumpSettings {
  store: Pick<Store, "pendingInbox">;
  clock: Clock;
  /** Puts what is in the row into the lanes of its contacts; then a promise of what became of it, wrapped. */
  begin(row: InboxRow): Promise<{ outcome: Promise<RowOutcome> }>;
  onError(error: unknown): void;
}

/** Rows under way at once; more wait on the disk. */
const MOST_UNDER_WAY = 500;
/** Rows in memory that were not begun. */
const MOST_WAITING = 2_000;
const PAGE = 500;
/** After an error of ours in one row; others are not held up. */
const AGAIN = 30 * SECOND;
/** After the disk refused. */
const SOON_AGAIN = 2 * SECOND;

export class InboxPump {
  readonly #settings: InboxPumpSettings;
  readonly #underWay = new Set<Promise<void>>();
  /** Taken from the disk in the last round: whoever reports them late reports nothing new. */
  readonly #fromDisk = new Set<string>();
  /** Of these, those that failed by themselves: still pending, and not taken again before their alarm. */
  readonly #failed = new Set<string>();
  #waiting: InboxRow[] = [];
  #running: Promise<void> | null = null;
  #catchingUp: Promise<number> | null = null;
  /** False: rows are read from the disk. */
  #isLive = false;
  #arrived = false;
  #refused = false;
  #alarmed = false;
  #stopped = false;

  constructor(settings: InboxPumpSettings) {
    this.#settings = settings;
  }

  /** Until what was refused has been taken again, nothing may take effect. */
  get isRefused(): boolean {
    return this.#refused;
  }

  /** The disk refused something just now: what comes after it waits, at once. */
  refused(): void {
    this.#refused = true;
  }

  /** A row that was just committed. Before `resume` it is left where it is. */
  take(row: InboxRow): void {
    if (this.#stopped || this.#fromDisk.delete(row.id)) return;
    this.#arrived = true;
    if (!this.#isLive) return;
    if (this.#waiting.length >= MOST_WAITING) return this.#fallBehind(0);
    this.#waiting.push(row);
    this.#start();
  }

  /** Takes what was left over from before; how many rows. */
  resume(): Promise<number> {
    this.#catchingUp ??= this.#catchUp().finally(() => {
      this.#catchingUp = null;
      if (!this.#isLive) this.#resumeIn(SOON_AGAIN);
    });
    return this.#catchingUp;
  }

  /** Resolves when nothing is under way; true when something was. What the disk refused has its alarm. */
  async idle(): Promise<boolean> {
    const wasBusy = this.#catchingUp !== null || this.#running !== null || this.#underWay.size > 0;
    while (this.#catchingUp || this.#running || this.#underWay.size > 0) {
      await this.#catchingUp?.catch(() => {}); // whoever began it is told
      await this.#rest();
    }
    return wasBusy;
  }

  /** Begins nothing new and lets what is under way end. What was not begun stays in the inbox for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await this.idle();
  }

  async #rest(): Promise<void> {
    while (this.#running || this.#underWay.size > 0) {
      await this.#running;
      await Promise.all(this.#underWay);
    }
  }

  async #catchUp(): Promise<number> {
    let count = 0;
    await this.#rest();
    // Nothing is under way: what was refused comes again from here, in its order.
    this.#refused = false;
    this.#fromDisk.clear();
    this.#failed.clear();
    for (;;) {
      this.#arrived = false;
      const rows = await this.#pending();
      if (rows.length === 0) {
        if (this.#arrived) continue;
        this.#isLive = true;
        return count;
      }
      for (const row of rows) {
        this.#fromDisk.add(row.id);
        crashpoint("resume-inbox-row");
        await this.#begin(row);
        if (this.#stopped || this.#refused) break;
      }
      count += rows.length;
      await this.#rest();
      if (this.#stopped || this.#refused) return count;
    }
  }

  /** Rows that failed by themselves stay pending; they have their own alarm. */
  async #pending(): Promise<InboxRow[]> {
    const rows = await this.#settings.store.pendingInbox(PAGE + this.#failed.size);
    return rows.filter((row) => !this.#failed.has(row.id)).slice(0, PAGE);
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const rows = this.#waiting;
      this.#waiting = [];
      for (const row of rows) {
        if (this.#stopped || !this.#isLive) return;
        await this.#begin(row);
      }
    }
  }

  async #begin(row: InboxRow): Promise<void> {
    if (this.#underWay.size >= MOST_UNDER_WAY) await Promise.race(this.#underWay);
    const { outcome } = await this.#settings.begin(row);
    const done = outcome
      .then((became) => this.#ended(row, became))
      .catch((error: unknown) => this.#settings.onError(error))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  #ended(row: InboxRow, outcome: RowOutcome): void {
    const { clock } = this.#settings;
    if (outcome === "refused") this.#fallBehind(SOON_AGAIN);
    else if (outcome === "done") this.#failed.delete(row.id);
    else {
      this.#failed.add(row.id);
      clock.schedule(clock.now() + AGAIN, () => {
        if (!this.#stopped) return this.#begin(row);
      });
    }
  }

  /** The disk has everything: it is read again from there. */
  #fallBehind(wait: number): void {
    if (wait > 0) this.#refused = true;
    this.#isLive = false;
    this.#waiting = [];
    // A round that is under way ends with this, and the next one follows.
    if (this.#catchingUp === null) this.#resumeIn(wait);
  }

  #resumeIn(wait: number): void {
    if (this.#alarmed || this.#stopped) return;
    this.#alarmed = true;
    const { clock, onError } = this.#settings;
    clock.schedule(clock.now() + wait, async () => {
      this.#alarmed = false;
      if (!this.#stopped) await this.resume().catch(onError);
    });
  }
}
