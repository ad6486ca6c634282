/** Ids name ways out: two the same could not be told apart. */
export function sameIds(
  what: string,
  items: readonly { id: string }[],
  pathOf: (index: number) => string,
  before: readonly { id: string }[] = [],
): { code: string; path: string; message: string }[] {
  const seen = new Set(before.map((item) => item.id));
  return items.flatMap(({ id }, index) => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ code: "duplicate-id", path: pathOf(index), message: `Two ${what} have the id "${id}".` }] : [];
  });
}
