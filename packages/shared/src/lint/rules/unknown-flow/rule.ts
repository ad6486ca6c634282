import { finding, type LintRule, named } from "../../rule.ts";

export const unknownFlow: LintRule = {
  code: "unknown-flow",
  title: "Calls a flow that is not known here",
  why: "A call of a flow that is not published fails. And what a flow does that was not handed in cannot be looked at: after it anything may have happened, so more is found possible than really is, without a path to show.",
  whatToDo:
    "Correct its id, publish it, or hand it in as well: sluice lint takes several files, or a folder. Lead failed on, for the day on which it is paused.",
  find: ({ graph, calls }) =>
    graph.nodes.flatMap((node, position) => {
      const called = node.facts.calls?.flow;
      if (called === undefined || calls.calledAt(node)) return [];
      const message = `${named(graph, position)} calls the flow ${called}, which is not known here. After it everything is taken to be possible.`;
      return [finding(graph, position, "unknown-flow", "warning", message, { certainty: "possible" })];
    }),
};
