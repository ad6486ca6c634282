import type { FlowGraph } from "@sluice/shared/protocol/flow";
import { describe, expect, test } from "vitest";
import { shapeOf } from "./flow-shape.ts";

const node = (id: string, type: string, y: number, more: Partial<FlowGraph["nodes"][number]> = {}) =>
  ({ id, type, x: 0, y, sends: "plain", gate: "none", ...more }) as const;

const graph: FlowGraph = {
  nodes: [
    node("in", "entry", 0),
    node("offer", "template", 0, { sends: "marketing", gate: "holds" }),
    node("late", "end", 90),
    node("yes", "text", 10, { sends: "free-form" }),
    node("alone", "text", 0, { sends: "free-form" }),
    node("memo", "note", 0),
  ],
  edges: [
    { source: "in", target: "offer" },
    { source: "offer", target: "yes" },
    { source: "offer", target: "yes" },
    { source: "offer", target: "late" },
    { source: "yes", target: "offer" },
  ],
};

describe("the small map", () => {
  const shape = shapeOf(graph);

  test("has a column per step from the entry, rows from top to bottom, and nothing that nobody reaches", () => {
    expect(shape.columns).toBe(3);
    expect(shape.boxes).toEqual([
      { column: 0, row: 0, rows: 1, sends: "plain", gate: "none" },
      { column: 1, row: 0, rows: 1, sends: "marketing", gate: "holds" },
      { column: 2, row: 0, rows: 2, sends: "free-form", gate: "none" },
      { column: 2, row: 1, rows: 2, sends: "plain", gate: "none" },
    ]);
  });

  test("is wet where a free-form message follows; two edges are one line, edges back are left out", () => {
    expect(shape.edges).toEqual([
      { from: 0, to: 1, wet: false },
      { from: 1, to: 2, wet: true },
      { from: 1, to: 3, wet: false },
    ]);
  });

  test("leaves out what has no place, but never a marketing template; nothing hangs in the air behind it", () => {
    const many = ["a", "b", "c", "d"].map((id, index) => node(id, "end", index));
    const sale = node("sale", "template", 9, { sends: "marketing", gate: "holds" });
    const full = shapeOf({
      nodes: [node("in", "entry", 0), ...many, sale, node("behind", "text", 0)],
      edges: [...[...many, sale].map(({ id }) => ({ source: "in", target: id })), { source: "d", target: "behind" }],
    });
    expect(full.boxes.map(({ column, sends }) => [column, sends])).toEqual([
      [0, "plain"],
      [1, "plain"],
      [1, "plain"],
      [1, "marketing"],
    ]);
  });

  test("is empty for a flow nobody can enter", () => {
    expect(shapeOf({ ...graph, nodes: graph.nodes.slice(1) })).toEqual({ columns: 0, boxes: [], edges: [] });
  });
});
