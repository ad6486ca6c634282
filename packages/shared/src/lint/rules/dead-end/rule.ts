import type { LintNode } from "../../graph.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const deadEnd: LintRule = {
  code: "dead-end",
  title: "Leads nowhere, where something was meant to follow",
  why: "A node that only asks or only leads on, and then does not, is most often unfinished.",
  whatToDo: "Connect what should follow, or delete the node.",
  findAt: ({ graph, isReachable }, position) => {
    const node = graph.nodes[position]!;
    if (!isReachable(position) || !node.definition?.run) return [];
    const reason = endsEarly(node);
    return reason ? [finding(graph, position, "dead-end", "warning", `${named(graph, position)} ${reason}`)] : [];
  },
};

function endsEarly(node: LintNode): string | null {
  const leads = (kind: "answer" | "flow") => {
    const ports = new Set(node.ports.filter((port) => port.kind === kind).map((port) => port.id));
    return ports.size === 0 ? null : node.ways.some(({ way, target }) => ports.has(way.port) && target >= 0);
  };
  if (leads("answer") === false && !node.facts.send?.template) return "waits for an answer, and no answer leads on.";
  const onlyLeadsOn =
    !node.facts.send &&
    node.facts.writes.length === 0 &&
    !node.facts.ways.some((way) => way.chosenBy === "agent" || way.interaction || way.consent);
  if (onlyLeadsOn && leads("flow") === false) return "leads nowhere: the session ends there.";
  return null;
}
