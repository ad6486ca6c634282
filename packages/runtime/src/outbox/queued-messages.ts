/** What is queued, per contact, as the last commit left it. Order is kept: a later one does not overtake, except what stands still. */
import type { Message } from "@sluice/shared/conversation/message";
import type { Instant } from "@sluice/shared/time/instant";

export interface Queued {
  notBefore: Instant | null;
  createdAt: Instant;
  /** The flow that says it; null: a person at work, or the default reply. */
  flow: string | null;
  /** Somebody waits for it, whatever else we know. */
  urgent: boolean;
  /** It was refused a claim, by a pause or another send; until something of this contact changes, others pass it by. */
  stuck: boolean;
}

export class QueuedMessages {
  readonly #byContact = new Map<string, Map<string, Queued>>();

  remember(contact: string, message: Pick<Message, "id" | "notBefore" | "createdAt" | "origin">, urgent = false): void {
    const { id, notBefore, createdAt } = message;
    const flow = flowOf(message);
    const queued: Queued = { notBefore, createdAt, flow, urgent: urgent || flow === null, stuck: false };
    const known = this.#byContact.get(contact);
    if (known) known.set(id, queued);
    else this.#byContact.set(contact, new Map([[id, queued]]));
  }

  forget(contact: string, message: string): void {
    const known = this.#byContact.get(contact);
    known?.delete(message);
    if (known?.size === 0) this.#byContact.delete(contact);
  }

  has(contact: string): boolean {
    return this.#byContact.has(contact);
  }

  contacts(): string[] {
    return [...this.#byContact.keys()];
  }

  /** Something changed: what stood still may go on. */
  loosen(contact: string): void {
    for (const queued of this.#byContact.get(contact)?.values() ?? []) queued.stuck = false;
  }

  get(contact: string, message: string): Queued | undefined {
    return this.#byContact.get(contact)?.get(message);
  }

  /** The oldest that does not stand still. */
  next(contact: string, isPaused: (flow: string | null) => boolean): [id: string, queued: Queued] | null {
    let oldest: [string, Queued] | null = null;
    for (const entry of this.#byContact.get(contact) ?? []) {
      const [, queued] = entry;
      if (queued.stuck || isPaused(queued.flow)) continue;
      if (oldest === null || queued.createdAt < oldest[1].createdAt) oldest = entry;
    }
    return oldest;
  }
}

/** The flow that says it; null: a person at work, or the default reply. */
export function flowOf({ origin }: Pick<Message, "origin">): string | null {
  return origin.kind === "flow" ? origin.flow : null;
}
