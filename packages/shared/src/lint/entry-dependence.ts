/** Does a failure rest on how the contact came in? Shown to people who came in one way, and not to those who came in another. */
import { type Exploration, type Scene, type Start, Walk } from "./explore.ts";
import { type Site, siteKey, sitesOf } from "./failures-in-calls.ts";
import type { StepOptions } from "./steps.ts";

/** More entries than this are not compared one by one. */
const MOST_COMPARED = 8;

/** The walks that are compared are made when somebody asks, and kept from edit to edit. */
export class EntryDependence {
  readonly #options: StepOptions;
  #walks: { walk: Walk; pass: number }[] = [];
  #starts = "";

  /** `options`: those of the ordinary course. */
  constructor(options: StepOptions) {
    this.#options = options;
  }

  /** Asks about a node, or about one of a called flow. */
  update(scene: Scene, ordinary: Exploration): (node: number, inside: Site | null) => boolean {
    let others: Exploration[] | null = null;
    const sites = new Map<Exploration, ReadonlyMap<string, Site>>();
    const isReached = (exploration: Exploration, node: number, inside: Site | null): boolean =>
      inside ? siteIn(exploration, inside) !== undefined : exploration.streaks[node] !== 0;
    const isFailing = (exploration: Exploration, node: number, inside: Site | null): boolean =>
      inside ? (siteIn(exploration, inside)?.failing.length ?? 0) > 0 : exploration.failing[node] !== undefined;
    function siteIn(exploration: Exploration, { from, node }: Site): Site | undefined {
      const known = sites.get(exploration) ?? sitesOf(exploration);
      sites.set(exploration, known);
      return known.get(siteKey(from, node));
    }
    return (node, inside) => {
      if (!isFailing(ordinary, node, inside)) return false;
      others ??= this.#compared(scene);
      return others.some((other) => isReached(other, node, inside) && !isFailing(other, node, inside));
    };
  }

  #compared(scene: Scene): Walk[] {
    const key = scene.starts.map(({ node, startedBy }) => `${node} ${startedBy}`).join(", ");
    if (key !== this.#starts) this.#walks = [];
    this.#starts = key;
    const { pass } = scene;
    const lists = compared(scene.starts);
    for (const [at, starts] of lists.entries()) {
      const own = { ...scene, starts };
      const known = this.#walks[at];
      if (known && known.pass < pass) known.walk.update(own);
      if (known) known.pass = pass;
      else this.#walks[at] = { walk: new Walk(own, this.#options), pass };
    }
    return this.#walks.map(({ walk }) => walk);
  }
}

/** Each entry alone, and all of them as if the contact had written first. */
function compared(starts: readonly Start[]): Start[][] {
  const alone = starts.length > 1 ? starts.slice(0, MOST_COMPARED).map((start) => [start]) : [];
  const written = starts.some((start) => start.startedBy === "business")
    ? [starts.map((start): Start => ({ ...start, startedBy: "contact" }))]
    : [];
  return [...alone, ...written];
}
