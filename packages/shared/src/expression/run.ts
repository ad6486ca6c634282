import { LIMITS } from "./limits.ts";
import type { Span } from "./tree.ts";

const NONE: readonly string[] = [];

/** One evaluation under way, or that of a whole text: the work still allowed, and what went wrong. */
export class Run {
  /** Made with the first note: nearly every evaluation has none. */
  #notes: string[] | null = null;
  /** Source of the expression being evaluated; notes quote from it. */
  source = "";
  #left: number = LIMITS.cost;

  get notes(): readonly string[] {
    return this.#notes ?? NONE;
  }

  /** False, from then on, when the work allowed is used up. Ask before doing the work. */
  spend(cost: number): boolean {
    this.#left -= cost;
    return this.#left >= 0;
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }

  /** Notes why a part of the expression has no value, and gives null. Says nothing once the work is used up. */
  fail(place: Span, message: string): null {
    if (!this.exhausted) this.note(`${this.#quote(place)}: ${message}`);
    return null;
  }

  note(sentence: string): void {
    this.#notes ??= [];
    if (this.#notes.length < LIMITS.notes && !this.#notes.includes(sentence)) this.#notes.push(sentence);
  }

  #quote(place: Span): string {
    const text = this.source.slice(place.at, place.at + place.length);
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }
}
