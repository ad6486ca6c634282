/** What rules found node by node, kept from edit to edit: only nodes that changed are looked at again. */
import type { Finding } from "./finding.ts";

interface Found {
  /** Nodes without findings are missing. */
  byNode: Map<number, readonly Finding[]>;
  stale: Set<number>;
  /** How many nodes were asked about. */
  count: number;
  /** All of them in one list, while nothing changes. */
  all: readonly Finding[] | null;
}

export class NodeMemo {
  readonly #found = new Map<object, Found>();

  /** What it rests on changed at this node. */
  forget(node: number): void {
    for (const { stale, count } of this.#found.values()) if (node < count) stale.add(node);
  }

  forgetAll(): void {
    this.#found.clear();
  }

  /** All that `ask` finds at the nodes 0 to `count`; `key` stands for who asks. */
  findings(key: object, count: number, ask: (node: number) => readonly Finding[]): readonly Finding[] {
    let found = this.#found.get(key);
    if (!found) {
      found = { byNode: new Map(), stale: new Set(), count: 0, all: null };
      this.#found.set(key, found);
    }
    for (const node of found.stale) {
      note(found, node, ask(node));
      found.stale.delete(node);
    }
    for (; found.count < count; found.count += 1) note(found, found.count, ask(found.count));
    if (found.all) return found.all;
    const all: Finding[] = [];
    for (const findings of found.byNode.values()) for (const finding of findings) all.push(finding);
    found.all = all;
    return all;
  }
}

function note(found: Found, node: number, findings: readonly Finding[]): void {
  const had = found.byNode.has(node);
  if (findings.length > 0) found.byNode.set(node, findings);
  else found.byNode.delete(node);
  if (had || findings.length > 0) found.all = null;
}
