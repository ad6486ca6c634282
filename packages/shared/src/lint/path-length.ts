/** How long the path to an item is, and when anything on it last changed; looked up once for each item in a pass. */
import type { Item } from "./item.ts";

/** Sets `length` and `latest` of the item and all before it. */
export function measure(last: Item, pass: number): void {
  const open: Item[] = [];
  for (let item: Item | null = last; item && item.measured !== pass; item = item.parent) open.push(item);
  for (let at = open.length - 1; at >= 0; at -= 1) {
    const item = open[at]!;
    const { parent, through } = item;
    item.length = (parent?.length ?? 0) + 1;
    item.latest = Math.max(item.pass, parent?.latest ?? 0);
    if (through) {
      measure(through, pass);
      item.length += through.length;
      item.latest = Math.max(item.latest, through.latest);
    }
    item.measured = pass;
  }
}
