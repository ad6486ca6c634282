/**
 * What a graph's nodes do and where its edges lead, apart from how anything is named or worded. Edits that leave it as it is
 * (most keystrokes do) keep the object, and with it whatever was worked out from nothing else.
 */
export class Shape {
  readonly #known = new Map<string, unknown>();

  /** The result of `work` the first time it was asked for under this key. What throws is not remembered. */
  once<T>(key: string, work: () => T): T {
    if (this.#known.has(key)) return this.#known.get(key) as T;
    const result = work();
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, result);
    return result;
  }
}

/** Every gate and rule set, twice over; somebody who types into the settings does not fill the memory. */
const MOST_KNOWN = 48;

/** Equal as data: what definitions say about nodes is plain objects, lists and values. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((part, at) => alike(part, b[at]));
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    !Array.isArray(b) &&
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(b, key) && alike(a[key as never], b[key as never]))
  );
}
