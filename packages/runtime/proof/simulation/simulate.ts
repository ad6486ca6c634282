/**
 * Weeks of a business in seconds: the real kernel, store, parser, outbox and timers on virtual time, a WhatsApp with faults,
 * people, deaths and restarts, full disks, new revisions. Everything by chance comes from the seed.
 */
import { createHash } from "node:crypto";
import { DAY, HOUR, MINUTE, SECOND } from "@sluice/shared/time/duration";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { type InboxRow, isRetryable, type Store, type TurnUnit } from "../../src/store/store.ts";
import { Random } from "../support/random.ts";
import { publish, Rig } from "../support/rig.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { unexplained } from "./explained.ts";
import { FakeWhatsApp } from "./fake-whatsapp.ts";
import { NEWS, OFFER, PING, RECEIPT, welcome } from "./flows.ts";
import { Life } from "./life.ts";
import { Person } from "./person.ts";
import { WallClock } from "./wall-clock.ts";
import { Watch } from "./watch.ts";

const START = Date.UTC(2026, 10, 23, 10);
/** As far as a clock is set, forward or back. */
const MOST_AHEAD = 90 * SECOND;

export interface Simulated {
  /** Of all that was said, shown and refused, in order. */
  trace: string;
  /** What was promised and did not hold. */
  broken: string[];
  counts: Record<string, number>;
}

export async function simulate(seed: number, people: number, days: number, faulty = true): Promise<Simulated> {
  const random = new Random(seed);
  const clock = new VirtualClock(START);
  const store = openSqliteStore(":memory:", { now: () => clock.now() });
  try {
    return await new Simulation(random, clock, store, people, days, faulty).run();
  } finally {
    await store.close();
  }
}

class Simulation {
  readonly #random: Random;
  readonly #clock: VirtualClock;
  readonly #store: Store;
  readonly #days: number;
  readonly #faulty: boolean;
  readonly #watch = new Watch();
  readonly #whatsapp: FakeWhatsApp;
  readonly #people: Person[];
  readonly #trace = createHash("sha256");
  /** wamids in the order in which they were on the disk. */
  readonly #stored: string[] = [];
  /** Sessions that our backend was told had started. */
  readonly #started: string[] = [];
  readonly #wall: WallClock;
  readonly counts = { lives: 0, refusals: 0, editions: 1, clockSet: 0 };
  #life: Life | null = null;
  #rig: Rig | null = null;
  #diskIsFull = false;
  #activity = 0;

  constructor(random: Random, clock: VirtualClock, store: Store, people: number, days: number, faulty: boolean) {
    this.#random = random;
    this.#clock = clock;
    this.#wall = new WallClock(clock);
    this.#store = store;
    this.#days = days;
    this.#faulty = faulty;
    this.#whatsapp = new FakeWhatsApp({
      clock,
      random: random.fork(),
      post: (body) => this.#post(body),
      shown: (message) => {
        this.#note(`shows ${message.text}`, message.phone);
        this.#byPhone.get(message.phone)?.sees(message);
      },
    });
    this.#whatsapp.faulty = faulty;
    this.#people = Array.from({ length: people }, (_, index) => {
      const phone = `+55119${String(index).padStart(8, "0")}`;
      return new Person(phone, clock, random.fork(), this.#whatsapp, (who, what) => this.#note(what, who));
    });
    this.#byPhone = new Map(this.#people.map((person) => [person.phone, person]));
  }

  readonly #byPhone: Map<string, Person>;

  async run(): Promise<Simulated> {
    await publish(this.#store, START, welcome(1), OFFER, NEWS, RECEIPT, PING);
    await this.#born();
    this.#plan();
    const end = START + this.#days * DAY;
    await this.#until(end);

    // The faults stop; what was late arrives, what waited runs out.
    this.#whatsapp.faulty = false;
    this.#whatsapp.isDown = false;
    this.#diskIsFull = false;
    this.#wall.ahead = 0;
    for (const person of this.#people) person.isQuiet = true;
    for (let day = 1; day <= 12 || this.#whatsapp.outstanding > 0; day += 1) {
      if (day > 40) throw new Error(`${this.#whatsapp.outstanding} webhooks are never taken`);
      await this.#until(end + day * DAY);
    }
    await this.#accounts();
    await this.#everybodyIsAnswered();
    await this.#everythingIsExplained();

    const { counts } = this.#whatsapp;
    return {
      trace: this.#trace.digest("hex").slice(0, 16),
      broken: this.#watch.broken,
      counts: {
        ...this.counts,
        ...counts,
        ...this.#watch.counts,
        written: this.#whatsapp.written.length,
        taken: this.#whatsapp.taken.length,
      },
    };
  }

  /** What the business and bad luck do, and when. */
  #plan(): void {
    const random = this.#random.fork();
    const end = this.#days * DAY;
    for (const { phone } of this.#people) {
      for (let count = 0; count < 6; count += 1) this.#at(random.whole(0, end), () => this.#campaign(phone, "offer"));
      for (let count = 0; count < 4; count += 1) this.#at(random.whole(0, end), () => this.#campaign(phone, "news"));
      this.#at(random.whole(0, end), () => this.#campaign(phone, "receipt"));
    }
    if (!this.#faulty) return;
    for (let day = 0; day < this.#days; day += 1) {
      this.#at(day * DAY + random.whole(0, DAY), () => this.#dieSoon(random));
      this.#at(day * DAY + random.whole(0, DAY), () => this.#dieSoon(random));
      for (let count = 0; count < 3; count += 1)
        if (random.chance(0.5)) this.#at(day * DAY + random.whole(0, DAY), () => this.#fillDisk(random));
      if (random.chance(0.3)) this.#at(day * DAY + random.whole(0, DAY), () => this.#cutLine(random));
      if (random.chance(0.5)) this.#at(day * DAY + random.whole(0, DAY), () => this.#setClock(random));
      if (random.chance(0.15)) this.#at(day * DAY + random.whole(0, DAY), () => this.#newEdition());
    }
  }

  /** It is killed within the next calls of the store, whenever they come. */
  #dieSoon(random: Random): void {
    this.#life?.endAt(random.whole(1, 40), random.chance(0.5));
  }

  #fillDisk(random: Random): void {
    this.#diskIsFull = true;
    this.#at(this.#clock.now() - START + random.whole(MINUTE, HOUR), () => {
      this.#diskIsFull = false;
    });
  }

  /** Sends pile up; meanwhile people write, stop, and are sent other things. */
  #cutLine(random: Random): void {
    this.#whatsapp.isDown = true;
    this.#at(this.#clock.now() - START + random.whole(HOUR, 8 * HOUR), () => {
      this.#whatsapp.isDown = false;
    });
  }

  #setClock(random: Random): void {
    this.counts.clockSet += 1;
    this.#wall.ahead = random.chance(0.4) ? 0 : random.whole(-MOST_AHEAD, MOST_AHEAD);
  }

  async #newEdition(): Promise<void> {
    this.counts.editions += 1;
    const edition = this.counts.editions;
    const record = (await this.#store.channels())[0];
    if (record)
      await this.#store.publish("welcome", record.id, welcome(edition) as never, "proof", null, this.#clock.now());
    await this.#rig?.core.reload().catch(() => {});
  }

  #campaign(phone: string, flow: string): void {
    const rig = this.#rig;
    // While there is no server our own backend tries again.
    if (!rig) this.#at(this.#clock.now() - START + 5 * MINUTE, () => this.#campaign(phone, flow));
    else
      rig
        .start(phone, flow)
        .then((result) => void (result.kind === "started" && this.#started.push(result.session)))
        .catch(() => this.#at(this.#clock.now() - START + 5 * MINUTE, () => this.#campaign(phone, flow)));
  }

  async #born(): Promise<void> {
    this.counts.lives += 1;
    const life = new Life(() => {
      this.#rig = null;
      this.#watch.died(this.#clock.now());
      // What was given to the database before the death may still be written: then it died a moment later.
      this.#at(this.#clock.now() - START + this.#random.whole(1_000, 10 * MINUTE), () => this.#born());
    });
    this.#life = life;
    const store = life.store(this.#store, {
      called: () => {
        this.#activity += 1;
      },
      refuses: () => {
        // Now full, now not: whatever comes next may get through.
        if (this.#diskIsFull) this.#watch.diskFull(this.#clock.now());
        const refuses = this.#diskIsFull && this.#random.chance(0.6);
        if (refuses) this.counts.refusals += 1;
        return refuses;
      },
      done: (method, args, result) => this.#wrote(method, args, result),
    });
    const rig = await Rig.start({
      store,
      clock: life.clock(this.#wall),
      send: (body) => {
        this.#activity += 1;
        const wire = body as { to: string; type: string; biz_opaque_callback_data: string };
        if (wire.type !== "template" && !this.#whatsapp.isWindowOpen(wire.to, Math.abs(this.#wall.ahead)))
          this.#watch.broken.push(`${wire.to}: free-form leaves while WhatsApp's window is closed`);
        this.#note(`leaves ${wire.type}`, wire.to);
        return life.hears(this.#whatsapp.send(body)).then((outcome) => {
          this.#watch.heard(wire.biz_opaque_callback_data, outcome.kind, this.#clock.now());
          return outcome;
        });
      },
      deciding: (contact, event, state) => this.#watch.deciding(contact, event, state),
      // Refusals of the disk are reported; everything else is a bug.
      onError: (error) => {
        if (!isRetryable(error)) this.#watch.broken.push(`error: ${String(error)}`);
      },
    });
    if (!life.isOver) this.#rig = rig;
  }

  #wrote(method: string, args: unknown[], result: unknown): void {
    if (method === "appendInbox") {
      for (const row of args[0] as InboxRow[])
        for (const [, wamid] of Buffer.from(row.body)
          .toString()
          .matchAll(/"id":"(wamid\.in-\d+)"/g))
          if (wamid !== undefined && !this.#stored.includes(wamid)) this.#stored.push(wamid);
    }
    if (method === "commitTurn" && result === "committed") {
      const unit = args[0] as TurnUnit;
      this.#watch.committed(unit, this.#wall.now());
      this.#note(unit.plan.log.map(({ code }) => code).join(" "), unit.contact);
    }
  }

  async #post(body: object): Promise<boolean> {
    const rig = this.#rig;
    const life = this.#life;
    if (!rig || !life) return false;
    // A death while it waits is a connection that breaks: WhatsApp does not know, and tries again.
    return new Promise((resolve) => {
      rig.webhook(body).then(
        () => resolve(true),
        () => resolve(false),
      );
      this.#at(this.#clock.now() - START + 5_000, () => resolve(false));
    });
  }

  async #until(instant: number): Promise<void> {
    await this.#clock.runUntil(instant, () => this.#settle());
  }

  /** Nothing here waits for anything but the clock: when the store is not called any more, all is at rest. */
  async #settle(): Promise<void> {
    let before: number;
    do {
      before = this.#activity;
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    } while (this.#activity !== before);
  }

  /** Nothing lost, nothing twice, in order, nothing left behind. */
  async #accounts(): Promise<void> {
    const { broken } = this.#watch;
    const took = new Map<string, readonly string[]>();
    for (const { phone } of this.#people) {
      const contact = await this.#store.findContact({ phone });
      took.set(phone, contact === null ? [] : this.#watch.took(contact));
    }
    const all = new Set([...took.values()].flat());
    for (const wamid of this.#whatsapp.written) if (!all.has(wamid)) broken.push(`${wamid} was lost`);
    const place = new Map(this.#stored.map((wamid, index) => [wamid, index]));
    for (const [phone, wamids] of took) {
      const places = wamids.map((wamid) => place.get(wamid) ?? -1);
      for (let index = 1; index < places.length; index += 1)
        if ((places[index] ?? 0) < (places[index - 1] ?? 0))
          broken.push(`${phone}: ${wamids[index]} took effect after ${wamids[index - 1]}, which came later`);
    }

    const requests = new Map<string, number>();
    const shown = new Map<string, number>();
    for (const { attempt, fate } of this.#whatsapp.taken) {
      const id = attempt.split(".")[0] ?? "";
      requests.set(id, (requests.get(id) ?? 0) + 1);
      const message = this.#watch.messages.get(id) ?? `nobody's (${id})`;
      if (fate === "shown") shown.set(message, (shown.get(message) ?? 0) + 1);
    }
    for (const [attempt, count] of requests) if (count > 1) broken.push(`attempt ${attempt} left ${count} times`);
    for (const [message, count] of shown) if (count > 1) broken.push(`message ${message} was shown ${count} times`);

    for (const session of this.#started)
      if (!(await this.#store.session(session))) broken.push(`session ${session} was started and is not there`);

    const now = this.#clock.now();
    if ((await this.#store.pendingInbox(1)).length > 0) broken.push("the inbox is not empty");
    for (const { message, attempt } of await this.#store.inflightAttempts())
      broken.push(`${attempt} is in flight for ever: ${JSON.stringify(await this.#store.message(message))}`);
    const queued = await this.#store.queuedMessages(10);
    if (queued.length > 0)
      broken.push(`${queued.length} messages stay queued: ${queued.map(({ message }) => message).join(", ")}`);
    const late = await this.#store.dueTimers(now - MINUTE, 10);
    if (late.length > 0) broken.push(`timers are late: ${JSON.stringify(late)}`);
    for (const { attempts } of await this.#store.unknownMessages(1_000)) {
      const last = attempts.at(-1);
      if (last && this.#whatsapp.told.has(last.id))
        broken.push(`attempt ${last.id} is unknown, though its statuses came`);
    }
  }

  /** R20 */
  async #everybodyIsAnswered(): Promise<void> {
    const before = new Map(this.#people.map((person) => [person, person.seen.length]));
    for (const person of this.#people) person.says("ping");
    await this.#until(this.#clock.now() + DAY);
    for (const [person, seen] of before)
      if (person.seen.length <= seen) this.#watch.broken.push(`R20: ${person.phone} wrote and got no answer`);
  }

  async #everythingIsExplained(): Promise<void> {
    for (const { phone } of this.#people) {
      const contact = await this.#store.findContact({ phone });
      if (contact === null) continue;
      const { broken } = this.#watch;
      broken.push(...(await unexplained(this.#store, contact, this.#watch.ended(contact), this.#watch.took(contact))));
    }
  }

  #at(since: number, run: () => void | Promise<void>): void {
    this.#clock.schedule(START + since, run);
  }

  #note(what: string, phone: string): void {
    this.#trace.update(`${this.#clock.now()} ${phone} ${what}\n`);
  }
}
