import type { LintGraph } from "../../graph.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const danglingEdge: LintRule = {
  code: "dangling-edge",
  title: "An edge that leads nowhere",
  why: "An edge whose end is missing, or that another edge from the same port replaces, is not followed.",
  whatToDo: "Draw it to a node, or delete it.",
  findOnce: ({ graph }) => {
    const { edges, sources } = graph.leaving;
    const findings = [];
    for (let at = sources.indexOf(-1); at >= 0; at = sources.indexOf(-1, at + 1)) {
      const { id, source } = edges[at]!;
      const message = `Edge ${id} begins at "${source}", and there is no such node.`;
      findings.push(finding(graph, null, "dangling-edge", "error", message));
    }
    return findings;
  },
  findAt: ({ graph }, node) =>
    graph.nodes[node]!.edges.flatMap((edge) => {
      const message = amiss(graph, node, edge);
      return message ? [finding(graph, node, "dangling-edge", "error", message, { port: edge.sourceHandle })] : [];
    }),
};

function amiss(graph: LintGraph, node: number, edge: LintGraph["leaving"]["edges"][number]): string | null {
  const target = graph.index.get(edge.target);
  if (target === undefined)
    return `From ${named(graph, node)} an edge leads to "${edge.target}", and there is no such node.`;
  const { definition, name } = graph.nodes[target]!;
  if (definition && !definition.run)
    return `From ${named(graph, node)} an edge leads to **${name}**, which nobody visits.`;
  if (graph.edgeOf(node, edge.sourceHandle) !== edge)
    return `Two edges leave ${named(graph, node)} by ${edge.sourceHandle}. Only the last one is followed.`;
  return null;
}
