/**
 * Contacts as the last commit left them, so that the next event of a busy contact need not read them again. The version is
 * the guard: whoever decides on a copy that is out of date meets a conflict at the commit, and the copy is dropped.
 */
import { nextState } from "@sluice/shared/conversation/next-state";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { LoadedContact, Store } from "../store/store.ts";

/** A few kilobytes each. Who is busy now is among them, however many contacts there are. */
const MOST = 2_000;

export interface KnownContact extends LoadedContact {
  /** Read just now, not remembered. */
  isFresh: boolean;
}

export class KnownContacts {
  readonly #store: Pick<Store, "loadContact" | "contactVersion">;
  /** The one that was used longest ago is first. */
  readonly #known = new Map<string, LoadedContact>();

  constructor(store: Pick<Store, "loadContact" | "contactVersion">) {
    this.#store = store;
  }

  async load(contact: string): Promise<KnownContact | null> {
    const known = this.#known.get(contact);
    if (known) return { ...known, isFresh: false };
    const loaded = await this.#store.loadContact(contact);
    return loaded && { ...loaded, isFresh: true };
  }

  /** Nothing was committed, so no conflict can tell: did anybody else write meanwhile? */
  async isCurrent(contact: string, { version, isFresh }: KnownContact): Promise<boolean> {
    return isFresh || (await this.#store.contactVersion(contact)) === version;
  }

  committed(contact: string, { version, state }: LoadedContact, plan: Plan): void {
    this.#known.delete(contact);
    // Found under the id it had before it was joined to another: known by its own alone.
    const next = state.contact.id === contact ? nextState(state, plan) : null;
    if (next === null) return;
    this.#known.set(contact, { version: version + 1, state: next });
    if (this.#known.size <= MOST) return;
    for (const longestAgo of this.#known.keys()) {
      this.#known.delete(longestAgo);
      return;
    }
  }

  forget(contact: string): void {
    this.#known.delete(contact);
  }
}
