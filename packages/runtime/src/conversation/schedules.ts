/**
 * Entries with a recurrence rule: starts their flow, at each occurrence, for every contact or for those with a tag. What is
 * remembered stands in the store (which occurrence began, and whether everybody was reached); here is only the alarm for
 * the next. A start carries flow, revision, node, occurrence and contact as its key, so that going on after a crash starts
 * nobody twice.
 *
 * Nobody wants this morning's greeting in the evening: an occurrence that is more than an hour past when it is noticed
 * (the program did not run) is left out and reported, and so is what falls into a pause.
 */
import type { EntryPoint } from "@sluice/shared/conversation/world";
import { tagsOf } from "@sluice/shared/nodes/tag/definition";
import { HOUR } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import { parseRecurrence } from "@sluice/shared/time/parse-recurrence";
import { nextOccurrence, type Recurrence } from "@sluice/shared/time/recurrence";
import type { Clock } from "../clock.ts";
import type { ContactRow, Store } from "../store/store.ts";
import type { Conversations } from "./conversations.ts";

/** An occurrence noticed later than this is left out. */
const LATEST = HOUR;
const PAGE = 200;

export interface SchedulesSettings {
  store: Store;
  conversations: Conversations;
  clock: Clock;
  channel(): string;
  /** Of what is published and not paused. */
  entries(): readonly EntryPoint[];
  onError(error: unknown, about: { schedule: string }): void;
  /** Nobody was started at these times. */
  onMissed(schedule: string, occurrence: Instant): void;
}

/** What the store remembers of an entry. */
interface Begun {
  revision: number;
  occurrence: Instant;
  /** Everybody was reached. */
  done: boolean;
}

interface Armed {
  entry: EntryPoint;
  recurrence: Recurrence;
  timeZone: string;
  tag: string | undefined;
  /** When the revision was published: where rules without DTSTART begin. */
  begin: Instant;
  cancel: () => void;
}

export class Schedules {
  readonly #settings: SchedulesSettings;
  readonly #armed = new Map<string, Armed>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(settings: SchedulesSettings) {
    this.#settings = settings;
  }

  /** Goes on where the last run stopped. */
  async start(): Promise<void> {
    for (const armed of await this.#entries()) await this.#resume(armed);
  }

  /** Publications or pauses changed. What is new or comes back from a pause begins now. */
  async reload(): Promise<void> {
    const entries = await this.#entries();
    const wanted = new Set(entries.map(({ entry }) => keyOf(entry)));
    for (const [key, { cancel }] of this.#armed) {
      if (wanted.has(key)) continue;
      cancel();
      this.#armed.delete(key);
    }
    for (const armed of entries) if (!this.#armed.has(keyOf(armed.entry))) this.#arm(armed, this.#settings.clock.now());
  }

  async idle(): Promise<boolean> {
    const wasBusy = this.#running.size > 0;
    while (this.#running.size > 0) await Promise.all(this.#running);
    return wasBusy;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { cancel } of this.#armed.values()) cancel();
    await this.idle();
  }

  async #entries(): Promise<Armed[]> {
    const found: Armed[] = [];
    for (const entry of this.#settings.entries()) {
      const { trigger, flow, revision } = entry;
      if (trigger.kind !== "schedule") continue;
      const parsed = parseRecurrence(trigger.rrule);
      const published = await this.#settings.store.revision(flow, revision);
      if (!parsed.ok || !published) continue;
      const { timeZone, tag } = trigger;
      found.push({ entry, recurrence: parsed.recurrence, timeZone, tag, begin: published.at, cancel: () => {} });
    }
    return found;
  }

  async #resume(armed: Armed): Promise<void> {
    const { clock, onMissed } = this.#settings;
    const begun = await this.#begun(armed.entry);
    const now = clock.now();
    if (begun && !begun.done && begun.occurrence >= now - LATEST) this.#fire(armed, begun.occurrence);
    const after = Math.max(begun?.occurrence ?? armed.begin, now - LATEST);
    const missed = this.#next(armed, begun?.occurrence ?? armed.begin);
    if (missed !== null && missed <= now - LATEST) onMissed(keyOf(armed.entry), missed);
    this.#arm(armed, after);
  }

  #next({ recurrence, timeZone, begin }: Armed, after: Instant): Instant | null {
    return nextOccurrence(recurrence, timeZone, begin, after);
  }

  #arm(armed: Armed, after: Instant): void {
    const occurrence = this.#next(armed, after);
    this.#armed.set(keyOf(armed.entry), armed);
    if (occurrence === null || this.#stopped) return;
    const { clock } = this.#settings;
    armed.cancel = clock.schedule(occurrence, () => {
      // The clock was set back.
      if (clock.now() < occurrence) return this.#arm(armed, after);
      const run = this.#fire(armed, occurrence);
      this.#arm(armed, occurrence);
      return run;
    });
  }

  #fire(armed: Armed, occurrence: Instant): Promise<void> {
    const { onError } = this.#settings;
    const run = this.#startAll(armed, occurrence)
      .catch((error: unknown) => onError(error, { schedule: keyOf(armed.entry) }))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
    return run;
  }

  async #startAll(armed: Armed, occurrence: Instant): Promise<void> {
    const { store, clock, onMissed } = this.#settings;
    // The machine slept.
    if (occurrence < clock.now() - LATEST) return onMissed(keyOf(armed.entry), occurrence);
    const { revision } = armed.entry;
    await this.#remember(armed.entry, { revision, occurrence, done: false });
    let cursor: string | null = null;
    do {
      const page: { items: ContactRow[]; next: string | null } = await store.contacts(null, cursor, PAGE);
      const meant = page.items.filter(({ contact }) => isMeant(contact.fields["tags"], armed.tag));
      await Promise.all(meant.map(({ contact }) => this.#startOne(armed.entry, occurrence, contact.id)));
      cursor = page.next;
    } while (cursor !== null && !this.#stopped);
    if (cursor === null) await this.#remember(armed.entry, { revision, occurrence, done: true });
  }

  async #startOne({ flow, revision, node }: EntryPoint, occurrence: Instant, contact: string): Promise<void> {
    const { conversations, channel, onError } = this.#settings;
    try {
      await conversations.act(
        contact,
        {
          kind: "session-requested",
          channel: channel(),
          flow,
          revision,
          entry: node,
          variables: {},
          by: "its schedule",
        },
        { eventKey: `schedule:${flow}:${revision}:${node}:${occurrence}:${contact}` },
      );
    } catch (error) {
      onError(error, { schedule: `${flow}/${node} for ${contact}` });
    }
  }

  /** Null when this revision never began: what an older one did says nothing about the rule of this one. */
  async #begun(entry: EntryPoint): Promise<Begun | null> {
    const saved = await this.#settings.store.setting(settingOf(entry));
    const begun = saved === null ? null : (JSON.parse(saved) as Begun);
    return begun?.revision === entry.revision ? begun : null;
  }

  #remember(entry: EntryPoint, begun: Begun): Promise<void> {
    return this.#settings.store.saveSetting(settingOf(entry), JSON.stringify(begun));
  }
}

function isMeant(tags: Parameters<typeof tagsOf>[0], tag: string | undefined): boolean {
  return tag === undefined || tagsOf(tags).includes(tag);
}

function keyOf({ flow, revision, node }: EntryPoint): string {
  return `${flow}@${revision}/${node}`;
}

function settingOf({ flow, node }: EntryPoint): string {
  return `schedule:${flow}/${node}`;
}
