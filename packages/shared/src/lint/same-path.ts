/** Do two items tell the same path, from where it comes into the group? */
import type { Item } from "./item.ts";
import { isSubset, type Zone } from "./zone.ts";

export function isSamePath(one: Item, other: Item): boolean {
  let [a, b]: [Item | null, Item | null] = [one, other];
  while (a !== b) {
    if (!a || !b || a.through || b.through || !isSameStep(a, b)) return false;
    [a, b] = [a.parent, b.parent];
  }
  return true;
}

function isSameStep(a: Item, b: Item): boolean {
  return (
    a.node === b.node &&
    a.phase === b.phase &&
    a.state === b.state &&
    a.step === b.step &&
    a.a === b.a &&
    a.b === b.b &&
    a.marks === b.marks &&
    a.way === b.way &&
    a.blocked === b.blocked &&
    isSameZone(a.zone, b.zone) &&
    isSameZone(a.from, b.from)
  );
}

export function isSameZone(a: Zone, b: Zone): boolean {
  return a === b || (isSubset(a, b) && isSubset(b, a));
}
