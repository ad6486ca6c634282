import { finding, type LintRule, named } from "../../rule.ts";

export const unsetVariable: LintRule = {
  code: "unset-variable",
  title: "A variable that may not be set",
  why: "What was never set comes out empty: a message with a hole, or a template that is refused for an empty parameter.",
  whatToDo: 'Set it on every way that leads here, or give a fallback: {{ default(size, "your size") }}.',
  findAt: ({ graph, variables }, position) => {
    const node = graph.nodes[position]!;
    const read = node.facts.reads.filter((name) => !name.startsWith("contact."));
    const unset = new Set(read.filter((name) => variables.isSurelySet(position, name) === false));
    return [...unset].flatMap((name) => {
      const known = variables.isKnown(name);
      // A condition is where one asks whether something is set.
      if (known && node.facts.ways.some((way) => way.chosenBy === "condition")) return [];
      const says = known ? "is not set on every way that leads here" : "is never set";
      return [
        finding(
          graph,
          position,
          "unset-variable",
          "warning",
          `${named(graph, position)} uses ${name}, which ${says}.`,
          {
            certainty: known ? "possible" : "certain",
          },
        ),
      ];
    });
  },
};
