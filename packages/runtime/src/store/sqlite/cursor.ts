/** Cursors are the sort key of the last row that was given, so that a page starts where the last one ended, whatever came since. */
import { StoreError } from "../store-error.ts";
import type { Value } from "./sql.ts";

export type SortKey = readonly (string | number)[];

export function writeCursor(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** `first` is what a page without a cursor starts behind; the cursor has the same shape. */
export function readCursor(cursor: string | null, first: SortKey): readonly Value[] {
  if (cursor === null) return first;
  const key = parse(cursor);
  const fits = key.length === first.length && key.every((part, index) => typeof part === typeof first[index]);
  if (!fits) throw badCursor();
  return key as SortKey;
}

function parse(cursor: string): unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(key)) return key;
  } catch {
    // Not JSON: answered below like every other text that is no cursor.
  }
  throw badCursor();
}

function badCursor(): StoreError {
  return new StoreError(
    "bad-cursor",
    "The cursor is not one that this list gave. Leave it out to start from the beginning.",
  );
}

/** One row more than the page was asked for, to know whether there is a next one. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  key: (row: Row) => SortKey,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? writeCursor(key(last)) : null };
}
