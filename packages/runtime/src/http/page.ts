/** Pages of lists that are held in memory as a whole; the cursor is the position. */
import { HttpProblem } from "./problem.ts";

export function pageOfList<Item>(
  items: readonly Item[],
  query: { cursor?: string | undefined; limit: number },
): { items: Item[]; next: string | null } {
  const from = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isInteger(from) || from < 0)
    throw new HttpProblem(400, "invalid-cursor", "Refused", "The cursor is not one that this list gave.");
  const end = from + query.limit;
  return { items: items.slice(from, end), next: end < items.length ? String(end) : null };
}

/** A list that is short by nature comes whole. */
export function wholeList<Item>(items: Item[]): { items: Item[]; next: null } {
  return { items, next: null };
}
