/** Things a phone page wants to hear at once. */
export type WorldEvent =
  | { type: "message"; waId: string; wamid: string }
  | { type: "status"; waId: string; wamid: string }
  | { type: "contact"; waId: string }
  | { type: "template"; name: string }
  | { type: "typing"; waId: string; until: number }
  | { type: "clock"; now: number };

export class Listeners<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** The answer takes the listener away. */
  add(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }
}
