import { WINDOW } from "../../../caps/windows.ts";
import { type Duration, parseDuration, sayDuration } from "../../../time/duration.ts";
import type { LintGraph } from "../../graph.ts";
import { finding, type LintRule, named, type RuleContext } from "../../rule.ts";
import { type Reached, soonest } from "../../soonest.ts";

/** More offers in one flow than this are not compared with each other. */
const MOST_OFFERS = 200;

export const marketingFrequency: LintRule = {
  code: "marketing-frequency",
  title: "More offers on one path than the flow's own limit",
  why: "The flow says how many marketing templates a person gets in a period (D7). One path sends more of them sooner, so the later ones are held until the limit allows.",
  whatToDo: "Wait longer between them, send fewer, or raise the limit in the flow's settings.",
  find: (context) => {
    const { graph } = context;
    const limit = graph.flow.settings?.marketingFrequency;
    const per = limit ? parseDuration(limit.per) : null;
    if (!limit || per === null) return [];
    const offers = graph.nodes.flatMap((_, node) => (counts(context, node) ? [node] : []));
    if (offers.length > MOST_OFFERS) return [];
    const isOffer = new Set(offers);
    const next = new Map(offers.map((node) => [node, offersAfter(graph, node, per, isOffer)]));
    const spans = new Map(offers.map((node) => [node, soonestChain(node, limit.max, per, next)]));
    return offers.flatMap((node) => {
      const chain = spans.get(node);
      if (!chain) return [];
      const message = `${named(graph, chain.node)} can be offer number ${limit.max + 1} within ${sayDuration(per)}, counted from ${named(graph, node)}. The flow allows ${limit.max}; it would be held.`;
      return [finding(graph, chain.node, "marketing-frequency", "warning", message, { certainty: "possible" })];
    });
  },
};

/** Goes out as a template: with the window surely open its twin goes instead, and is not counted. */
function counts({ graph, analysis }: RuleContext, position: number): boolean {
  const { facts, node } = graph.nodes[position]!;
  if (facts.send?.class !== "marketing") return false;
  const longest = analysis.arrivals[node.id]?.sinceInbound[1] ?? null;
  return !(facts.send.twin && longest !== null && longest < WINDOW);
}

function offersAfter(graph: LintGraph, node: number, per: Duration, isOffer: ReadonlySet<number>): Reached[] {
  const sent = graph.nodes[node]!.ways.filter(({ way }) => way.after === "sent");
  return soonest(
    graph,
    sent,
    per,
    () => true,
    (other) => isOffer.has(other),
  ).filter((reached) => isOffer.has(reached.node));
}

/** The offer at which a chain of `hops` more offers ends soonest; null when none fits into the period. */
function soonestChain(
  from: number,
  hops: number,
  per: Duration,
  next: ReadonlyMap<number, Reached[]>,
): { node: number; after: Duration } | null {
  let ends = new Map([[from, 0]]);
  for (let hop = 0; hop < hops; hop += 1) {
    const further = new Map<number, Duration>();
    for (const [node, before] of ends)
      for (const { node: target, after } of next.get(node) ?? []) {
        const total = before + after;
        if (total < per && total < (further.get(target) ?? Number.POSITIVE_INFINITY)) further.set(target, total);
      }
    ends = further;
  }
  const [soon] = [...ends].sort(([, a], [, b]) => a - b);
  return soon ? { node: soon[0], after: soon[1] } : null;
}
