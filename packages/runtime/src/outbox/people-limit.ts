/**
 * How many different people the portfolio may reach outside an open window in 24 hours (WR §4). No code is documented for
 * going over it, so we stay below by ourselves. Pure: time is an argument.
 */
import { DAY } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";

export class PeopleLimit {
  /** Null: no limit. */
  limit: number | null;
  /** Whom, and when last; the longest ago first. */
  readonly #reached = new Map<string, Instant>();
  /** Sends under way to people who are not among the reached yet. */
  readonly #underWay = new Set<string>();
  /** Places that fall free, given to those who wait one after the other. */
  #promises: Iterator<Instant> | null = null;

  constructor(limit: number | null) {
    this.limit = limit;
  }

  /** Null: it may go now; else when a place falls free. */
  from(contact: string, now: Instant): Instant | null {
    this.#forget(now);
    if (this.limit === null || this.#reached.has(contact) || this.#underWay.has(contact)) return null;
    if (this.#reached.size + this.#underWay.size < this.limit) return null;
    return this.#nextPlace(now);
  }

  begin(contact: string): void {
    this.#underWay.add(contact);
  }

  /** `reachedAt`: null when it did not go out. */
  end(contact: string, reachedAt: Instant | null): void {
    this.#underWay.delete(contact);
    if (reachedAt === null) return;
    this.#reached.delete(contact);
    this.#reached.set(contact, reachedAt);
  }

  #nextPlace(now: Instant): Instant {
    this.#promises ??= this.#reached.values();
    let next = this.#promises.next();
    if (next.done) {
      this.#promises = this.#reached.values();
      next = this.#promises.next();
    }
    return next.done ? now + DAY : Math.max(now + 1, next.value + DAY);
  }

  #forget(now: Instant): void {
    for (const [contact, at] of this.#reached) {
      if (at > now) return this.#takeBack(now);
      if (at > now - DAY) return;
      this.#reached.delete(contact);
    }
  }

  /** The clock was set back: whom we reached in what is now the future, we reached by now. */
  #takeBack(now: Instant): void {
    for (const [contact, at] of this.#reached) this.#reached.set(contact, Math.min(at, now));
  }
}

/** `peoplePerDay("TIER_2K")` -> 2000; null: unlimited, or nothing we know. */
export function peoplePerDay(tier: string | null): number | null {
  const match = /^TIER_(\d+)(K)?$/.exec(tier ?? "");
  return match ? Number(match[1]) * (match[2] ? 1_000 : 1) : null;
}
