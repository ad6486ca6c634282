import { TWIN_MARGIN, WINDOW } from "../../../caps/windows.ts";
import { finding, type LintRule, named } from "../../rule.ts";
import { senders } from "../../senders.ts";

export const interactiveWouldDo: LintRule = {
  code: "interactive-would-do",
  title: "A template where the window is certainly open",
  why: "While the 24-hour window is open an interactive message says the same, is not counted by the cap, and can be answered with a tap.",
  whatToDo: "Let the interactive twin go out (Window open: send the twin), or use a message with buttons here.",
  find: ({ graph, analysis }) =>
    senders(graph).marketing.flatMap((position) => {
      const { facts, node } = graph.nodes[position]!;
      if (facts.send?.twin) return [];
      const longest = analysis.arrivals[node.id]?.sinceInbound[1] ?? null;
      if (longest === null || longest > WINDOW - TWIN_MARGIN) return [];
      const message = `${named(graph, position)} is sent while the window is certainly open. An interactive message would do, and is not counted.`;
      return [finding(graph, position, "interactive-would-do", "hint", message)];
    }),
};
