/**
 * A flow as a handful of boxes, for the small map in lists: columns by distance from where people come in, at most three
 * rows, of which what stands behind a gate is never left out. An edge is wet where it leads to a free-form message, which
 * can only go out while the window is open. No React.
 */
import { nodeType } from "@sluice/shared/nodes/registry";
import type { FlowGraph } from "@sluice/shared/protocol/flow";

type GraphNode = FlowGraph["nodes"][number];

export interface ShapeBox {
  column: number;
  /** Place in its column and how many stand there. */
  row: number;
  rows: number;
  sends: GraphNode["sends"];
  gate: GraphNode["gate"];
}

export interface ShapeEdge {
  from: number;
  to: number;
  wet: boolean;
}

export interface FlowShape {
  columns: number;
  boxes: ShapeBox[];
  edges: ShapeEdge[];
}

const MOST_COLUMNS = 4;
const MOST_ROWS = 3;
/** What is shown rather, when a column is too full. */
const WEIGHT: Record<GraphNode["sends"], number> = {
  marketing: 3,
  utility: 2,
  authentication: 2,
  "free-form": 1,
  plain: 0,
};

export function shapeOf(graph: FlowGraph): FlowShape {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const columns: GraphNode[][] = [];
  for (const [id, column] of columnsOf(graph, nodes)) {
    const node = nodes.get(id);
    columns[column] ??= [];
    if (node) columns[column].push(node);
  }
  const boxes: ShapeBox[] = [];
  const placeOf = new Map<string, number>();
  columns.forEach((all, column) => {
    const reached = all.filter(
      ({ id }) => column === 0 || graph.edges.some((edge) => edge.target === id && placeOf.has(edge.source)),
    );
    const shown = reached
      .sort((a, b) => WEIGHT[b.sends] - WEIGHT[a.sends])
      .slice(0, MOST_ROWS)
      .sort((a, b) => a.y - b.y);
    shown.forEach(({ id, sends, gate }, row) => {
      placeOf.set(id, boxes.length);
      boxes.push({ column, row, rows: shown.length, sends, gate });
    });
  });
  return { columns: columns.length, boxes, edges: edgesOf(graph, placeOf, boxes) };
}

/** Distance from the nearest entry, breadth first; what nobody reaches or is too far away is left out. */
function columnsOf(graph: FlowGraph, nodes: Map<string, GraphNode>): Map<string, number> {
  const entries = graph.nodes.filter((node) => nodeType(node.type)?.group === "start");
  const columns = new Map(entries.map((node) => [node.id, 0]));
  const leadsTo = new Map<string, string[]>();
  for (const { source, target } of graph.edges) leadsTo.set(source, [...(leadsTo.get(source) ?? []), target]);
  // A map hands out what is added while it is walked: this is the queue of the search.
  for (const [id, column] of columns) {
    if (column + 1 >= MOST_COLUMNS) continue;
    for (const target of leadsTo.get(id) ?? [])
      if (nodes.has(target) && !columns.has(target)) columns.set(target, column + 1);
  }
  return columns;
}

/** Only those that lead on; one line between two boxes, however many edges. */
function edgesOf(graph: FlowGraph, placeOf: Map<string, number>, boxes: ShapeBox[]): ShapeEdge[] {
  const byPair = new Map<string, ShapeEdge>();
  for (const edge of graph.edges) {
    const from = placeOf.get(edge.source);
    const to = placeOf.get(edge.target);
    if (from === undefined || to === undefined) continue;
    const [source, target] = [boxes[from], boxes[to]];
    if (!source || !target || target.column <= source.column) continue;
    byPair.set(`${from} ${to}`, { from, to, wet: target.sends === "free-form" });
  }
  return [...byPair.values()];
}
