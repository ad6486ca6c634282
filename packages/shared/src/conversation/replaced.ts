/** Newer ones in the place of older ones with the same key, new ones at the end. */
export function replaced<Item>(
  items: readonly Item[],
  changed: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  if (changed.length === 0) return [...items];
  const all = new Map(items.map((item) => [keyOf(item), item]));
  for (const item of changed) all.set(keyOf(item), item);
  return [...all.values()];
}
