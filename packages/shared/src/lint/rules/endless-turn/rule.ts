import type { LintGraph } from "../../graph.ts";
import { cycles } from "../../loops.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const endlessTurn: LintRule = {
  code: "endless-turn",
  title: "A loop without a wait",
  why: "A session that goes round without ever waiting is ended after 1,000 steps.",
  whatToDo: "Put a wait or a question into the loop.",
  find: ({ graph, isReachable }) =>
    graph.lines
      .once("endless turns", () => endlessTurns(graph))
      .flatMap(({ node, escapes }) => {
        if (!isReachable(node)) return [];
        const message = `${named(graph, node)} stands in a loop without a wait. The session ends there after 1,000 steps.`;
        return escapes
          ? [finding(graph, node, "endless-turn", "warning", message, { certainty: "possible" })]
          : [finding(graph, node, "endless-turn", "error", message)];
      }),
};

/** Nodes in such a loop, and whether somebody's choice leads out of it. */
function endlessTurns(graph: LintGraph): { node: number; escapes: boolean }[] {
  const groups = cycles(graph, (node) => !graph.nodes[node]!.facts.waits);
  const escapes = new Set<number>();
  const inside: number[] = [];
  for (let position = 0; position < groups.length; position += 1) {
    const group = groups[position]!;
    if (group < 0) continue;
    inside.push(position);
    for (const { way, target } of graph.nodes[position]!.ways) {
      if (way.chosenBy && (target < 0 || groups[target] !== group)) escapes.add(group);
    }
  }
  return inside.map((node) => ({ node, escapes: escapes.has(groups[node]!) }));
}
