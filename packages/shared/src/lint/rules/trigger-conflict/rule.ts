import { finding, type LintRule, named } from "../../rule.ts";

export const triggerConflict: LintRule = {
  code: "trigger-conflict",
  title: "Two entries that answer to the same",
  why: "When two entries answer to the same word, button or message, nobody can tell which one is meant.",
  whatToDo: "Change the words of one of them.",
  onlyLines: true,
  find: ({ graph }) => {
    const first = new Map<string, number>();
    return graph.entries.flatMap((entry) => {
      const conflicts = (graph.nodes[entry]!.facts.entry?.answersTo ?? []).flatMap((trigger) => {
        const other = first.get(trigger);
        if (other === undefined) first.set(trigger, entry);
        return other === undefined || other === entry ? [] : [{ trigger, other }];
      });
      const [conflict] = conflicts;
      if (!conflict) return [];
      const message = `${named(graph, entry)} and ${named(graph, conflict.other)} both answer to the same (${conflict.trigger}).`;
      return [finding(graph, entry, "trigger-conflict", "error", message)];
    });
  },
};
