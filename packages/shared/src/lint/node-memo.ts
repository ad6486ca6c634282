/** What rules found node by node, kept from edit to edit: only nodes that changed are looked at again. */
import type { Finding } from "./finding.ts";

interface Found {
  /** Nodes without findings are missing. */
  byNode: Map<number, readonly Finding[]>;
  stale: Set<number>;
}

export class NodeMemo {
  readonly #found = new Map<object, Found>();

  /** This node changed. */
  forget(node: number): void {
    for (const { stale } of this.#found.values()) stale.add(node);
  }

  /** All that `ask` finds at the nodes 0 to `count`; `key` stands for who asks. */
  findings(key: object, count: number, ask: (node: number) => readonly Finding[]): Finding[] {
    let found = this.#found.get(key);
    if (found) {
      for (const node of found.stale) {
        note(found, node, ask(node));
        found.stale.delete(node);
      }
    } else {
      found = { byNode: new Map(), stale: new Set() };
      for (let node = 0; node < count; node += 1) note(found, node, ask(node));
      this.#found.set(key, found);
    }
    const all: Finding[] = [];
    for (const findings of found.byNode.values()) for (const finding of findings) all.push(finding);
    return all;
  }
}

function note(found: Found, node: number, findings: readonly Finding[]): void {
  if (findings.length > 0) found.byNode.set(node, findings);
  else found.byNode.delete(node);
}
