import { finding, type LintRule, named } from "../../rule.ts";

export const danglingEdge: LintRule = {
  code: "dangling-edge",
  title: "An edge that leads nowhere",
  why: "An edge whose end is missing, or that another edge from the same port replaces, is not followed.",
  whatToDo: "Draw it to a node, or delete it.",
  onlyLines: true,
  find: ({ graph }) => {
    return graph.flow.edges.flatMap((edge) => {
      const source = graph.index.get(edge.source);
      const target = graph.index.get(edge.target);
      const at = (message: string) => [
        finding(
          graph,
          source ?? null,
          "dangling-edge",
          "error",
          message,
          source === undefined ? {} : { port: edge.sourceHandle },
        ),
      ];
      if (source === undefined) return at(`Edge ${edge.id} begins at "${edge.source}", and there is no such node.`);
      if (target === undefined)
        return at(`From ${named(graph, source)} an edge leads to "${edge.target}", and there is no such node.`);
      const { definition, name } = graph.nodes[target]!;
      if (definition && !definition.run)
        return at(`From ${named(graph, source)} an edge leads to **${name}**, which nobody visits.`);
      if (graph.edgeOf(source, edge.sourceHandle) !== edge)
        return at(`Two edges leave ${named(graph, source)} by ${edge.sourceHandle}. Only the last one is followed.`);
      return [];
    });
  },
};
