import { cycles } from "../../loops.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const endlessTurn: LintRule = {
  code: "endless-turn",
  title: "A loop without a wait",
  why: "A session that goes round without ever waiting is ended after 1,000 steps.",
  whatToDo: "Put a wait or a question into the loop.",
  onlyLines: true,
  find: ({ graph, isReachable }) => {
    const groups = cycles(graph, (node) => !graph.nodes[node]!.facts.waits);
    const escapes = new Set<number>();
    graph.nodes.forEach((node, position) => {
      for (const { way, target } of node.ways) {
        if (way.chosenBy && (target < 0 || groups[target] !== groups[position])) escapes.add(groups[position]!);
      }
    });
    return graph.nodes.flatMap((_, position) => {
      const group = groups[position]!;
      if (group < 0 || !isReachable(position)) return [];
      const message = `${named(graph, position)} stands in a loop without a wait. The session ends there after 1,000 steps.`;
      return escapes.has(group)
        ? [finding(graph, position, "endless-turn", "warning", message, { certainty: "possible" })]
        : [finding(graph, position, "endless-turn", "error", message)];
    });
  },
};
