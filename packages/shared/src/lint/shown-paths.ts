/** A path for each node that fails, kept for as long as nothing on any of the paths that were tried has changed. */
import type { Policy } from "../caps/policy.ts";
import type { Linked } from "./calls.ts";
import type { Walk } from "./explore.ts";
import type { Failing, Item } from "./item.ts";
import { measure } from "./path-length.ts";
import type { WalkOrder } from "./walk-order.ts";
import { type Concrete, MOST_STEPS, witnessOf } from "./witness.ts";

/** Looking for a path to show ends here; mostly the first one does. */
const MOST_TRIED = 64;

interface Shown {
  plain: readonly Failing[] | undefined;
  failing: readonly Failing[];
  loopFirst: boolean;
  isFar: boolean;
  /** The pass in which it was looked for. */
  pass: number;
  /** Whose paths it rests on. */
  items: readonly Item[];
  concrete: Concrete | null;
}

export class ShownPaths {
  readonly #policy: Policy;
  readonly #byNode = new Map<number, Shown>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Null where no single path can be read off. `loopFirst`: one that has been at the node before is the one to show. */
  at(
    node: number,
    linked: Linked,
    order: WalkOrder,
    silent: Walk,
    full: Walk,
    loopFirst: boolean,
    pass: number,
  ): Concrete | null {
    const plain = silent.failing[node];
    const failing = full.failing[node]!;
    const isFar = order.depth[node]! >= MOST_STEPS;
    const known = this.#byNode.get(node);
    if (
      known &&
      known.plain === plain &&
      known.failing === failing &&
      known.loopFirst === loopFirst &&
      known.isFar === isFar &&
      known.items.every((item) => isUntouched(item, known.pass, pass))
    ) {
      return known.concrete;
    }
    const tried = isFar ? [] : [...told(plain ?? [], pass), ...told(failing, pass)];
    const shown = loopFirst ? loopsFirst(tried, node) : tried;
    const { concrete, last } = firstConcrete(linked, this.#policy, shown);
    const items = (loopFirst || concrete === null ? shown : shown.slice(0, last + 1)).map(({ item }) => item);
    this.#byNode.set(node, { plain, failing, loopFirst, isFar, pass, items, concrete });
    return concrete;
  }
}

function isUntouched(item: Item, since: number, pass: number): boolean {
  measure(item, pass);
  return item.latest <= since;
}

/** Those that can be told as a path, the shortest first. */
function told(failing: readonly Failing[], pass: number): Failing[] {
  const able = failing.filter(({ item }) => item.isTold);
  for (const { item } of able) measure(item, pass);
  return able.filter(({ item }) => item.length <= MOST_STEPS).sort((one, other) => one.item.length - other.item.length);
}

function loopsFirst(failing: readonly Failing[], node: number): Failing[] {
  const loops = failing.filter(({ item }) => hasBeenAt(item, node));
  return [...loops, ...failing.filter((one) => !loops.includes(one))];
}

function hasBeenAt(item: Item, node: number): boolean {
  for (let before = item.parent; before; before = before.parent)
    if (before.node === node && before.way >= 0) return true;
  return false;
}

function firstConcrete(
  linked: Linked,
  policy: Policy,
  failing: readonly Failing[],
): { concrete: Concrete | null; last: number } {
  for (const [last, one] of failing.slice(0, MOST_TRIED).entries()) {
    const concrete = witnessOf(linked, one, [], policy);
    if (concrete) return { concrete, last };
  }
  return { concrete: null, last: failing.length };
}
