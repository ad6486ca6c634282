/** What a typed word may mean, best first: the name itself, names that begin with it, names that have it. */
export function byName<Named>(items: readonly Named[], typed: string, nameOf: (item: Named) => string): Named[] {
  const word = typed.trim().toLowerCase();
  const rank = (item: Named) => {
    const name = nameOf(item).toLowerCase();
    return name === word ? 0 : name.startsWith(word) ? 1 : name.includes(word) ? 2 : 3;
  };
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter((entry) => entry.rank < 3)
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
