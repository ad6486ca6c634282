/** What arrives at each node, for the inspector: streak, time since the last inbound message, time since the entry. */
import type { Exploration, Scene } from "./explore.ts";
import type { LintGraph } from "./graph.ts";
import { Hulls, NEVER, WROTE } from "./hulls.ts";

export interface Arrival {
  /** 0 to 2; 2 stands for "2 or more". */
  streak: [number, number];
  /** Milliseconds; null: the contact never wrote. `[3600000, null]` is "an hour, or never". */
  sinceInbound: [number | null, number | null];
  sinceEntry: [number, number];
}

/** Arrivals of one flow, kept from edit to edit: what did not change is the object that was there. */
export class Arrivals {
  readonly #hulls = new Hulls();
  #byNode: (Arrival | undefined)[] = [];
  #record: Record<string, Arrival> = Object.create(null);

  /** `touched`: nodes at which something else arrives, or may; with those at which it is at other times. */
  update(
    { nodes }: LintGraph,
    scene: Scene,
    touched: readonly number[],
    ordinary: Exploration,
    full: Exploration,
  ): Record<string, Arrival> {
    const others = this.#hulls.update(scene, touched, ordinary, full);
    let isSame = true;
    const look = (node: number) => {
      if (node >= nodes.length) return;
      const before = this.#byNode[node];
      const now = arrivalAt(this.#hulls, node, ordinary.streaks[node] || full.streaks[node] || 0, before);
      if (now === before) return;
      this.#byNode[node] = now;
      isSame = false;
    };
    if (this.#byNode.length > nodes.length) this.#byNode.length = nodes.length;
    for (const node of touched) look(node);
    for (const node of others) look(node);
    if (isSame) return this.#record;
    // Ids are anything a file says, "__proto__" included.
    this.#record = Object.create(null) as Record<string, Arrival>;
    for (let node = 0; node < nodes.length; node += 1) {
      const now = this.#byNode[node];
      if (now) this.#record[nodes[node]!.node.id] = now;
    }
    return this.#record;
  }
}

function arrivalAt(hulls: Hulls, node: number, streaks: number, before: Arrival | undefined): Arrival | undefined {
  if (streaks === 0 || hulls.who[node] === 0) return undefined;
  return before && saysSo(before, hulls, node, streaks) ? before : arrival(hulls, node, streaks);
}

function arrival({ who, entry0, entry1, inbound0, inbound1 }: Hulls, node: number, streaks: number): Arrival {
  return {
    streak: [leastStreak(streaks), mostStreak(streaks)],
    sinceInbound: [
      (who[node]! & WROTE) !== 0 ? inbound0[node]! : null,
      (who[node]! & NEVER) !== 0 ? null : inbound1[node]!,
    ],
    sinceEntry: [entry0[node]!, entry1[node]!],
  };
}

function saysSo(
  { streak, sinceInbound, sinceEntry }: Arrival,
  { who, entry0, entry1, inbound0, inbound1 }: Hulls,
  node: number,
  streaks: number,
): boolean {
  return (
    streak[0] === leastStreak(streaks) &&
    streak[1] === mostStreak(streaks) &&
    sinceInbound[0] === ((who[node]! & WROTE) !== 0 ? inbound0[node] : null) &&
    sinceInbound[1] === ((who[node]! & NEVER) !== 0 ? null : inbound1[node]) &&
    sinceEntry[0] === entry0[node] &&
    sinceEntry[1] === entry1[node]
  );
}

const leastStreak = (streaks: number): number => ((streaks & 1) !== 0 ? 0 : (streaks & 2) !== 0 ? 1 : 2);
const mostStreak = (streaks: number): number => (streaks >= 4 ? 2 : streaks >= 2 ? 1 : 0);
