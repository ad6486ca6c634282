/** One log entry while it is put into words: its parameters, read with care, and the moments and names in it. */
import type { Json } from "../flow/json.ts";
import { type Instant, sayInstant } from "../time/instant.ts";
import { sayDate, sayMoment, sayPast } from "../time/say-moment.ts";
import type { LogEntry } from "./log-entry.ts";
import type { Names } from "./timeline.ts";

export class Telling {
  readonly entry: LogEntry;
  readonly contact: string;
  readonly flow: string | null;
  readonly #zone: string;
  readonly #contactZone: string;

  constructor(entry: LogEntry, names: Names, zone: string, contactZone: string) {
    this.entry = entry;
    this.contact = names.contact;
    this.flow = names.flow ?? null;
    this.#zone = zone;
    this.#contactZone = contactZone;
  }

  /** What the entry is about, between asterisks. */
  get name(): string {
    return bold(this.text("name") ?? "The message");
  }

  /** "Asha's", "Tomás's". */
  get contacts(): string {
    return `${this.contact}'s`;
  }

  text(key: string): string | null {
    return textIn(this.entry.params, key);
  }

  number(key: string): number | null {
    return numberIn(this.entry.params, key);
  }

  flag(key: string): boolean {
    return this.entry.params[key] === true;
  }

  part(key: string): Record<string, Json> | null {
    const value = this.entry.params[key];
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  }

  /** "Sun 23:59"; further away "Fri 4 Dec, 09:00". */
  moment(at: Instant): string {
    return sayMoment(at, this.entry.at, this.#zone);
  }

  /** The same on the contact's own clock. */
  momentThere(at: Instant): string {
    return sayMoment(at, this.entry.at, this.#contactZone);
  }

  /** "Sat 28 Nov, 09:14". */
  fullMoment(at: Instant): string {
    return sayInstant(at, this.#zone);
  }

  /** "at 10:40", "on Sun 23:59". */
  past(at: Instant): string {
    return sayPast(at, this.entry.at, this.#zone);
  }

  /** "12 Nov". */
  date(at: Instant): string {
    return sayDate(at, this.#zone);
  }

  isSameDay(at: Instant): boolean {
    return this.past(at).startsWith("at ");
  }
}

export function textIn(params: Record<string, Json>, key: string): string | null {
  const value = params[key];
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** A finite number; an instant must be one that a calendar can show. */
export function numberIn(params: Record<string, Json>, key: string): number | null {
  const value = params[key];
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 8.64e15) return null;
  return value;
}

/** Asterisks inside a name would end the bold too early. */
export function bold(name: string): string {
  return `**${name.replaceAll("*", "∗").trim()}**`;
}

/** A text of somebody else as the end of a clause: without its full stop. */
export function clause(text: string): string {
  return text.trim().replace(/[.\s]+$/, "");
}

/** A text of somebody else as a sentence. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
