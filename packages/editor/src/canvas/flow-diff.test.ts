import type { FlowDocument } from "@sluice/shared/flow/document";
import { describe, expect, it } from "vitest";
import { flowDiff } from "./flow-diff.ts";

const text = (id: string, words = "Hello") => ({ id, type: "text", config: { text: words } });
const edge = (id: string, source: string, target: string) => ({ id, source, sourceHandle: "next", target });
const flow = (nodes: FlowDocument["nodes"], edges: FlowDocument["edges"], layout = {}): FlowDocument => ({
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes,
  edges,
  layout,
});

const before = flow([text("a"), text("b"), text("c")], [edge("1", "a", "b"), edge("2", "b", "c")], {
  a: { x: 0, y: 0 },
  b: { x: 8, y: 8 },
});

describe("two versions on one canvas", () => {
  it("shows what came, what went as a ghost in its old place, and what changed", () => {
    const after = flow([text("a", "Hi"), text("c"), text("d")], [edge("1", "a", "d"), edge("3", "d", "c")], {
      a: { x: 80, y: 0 },
      d: { x: 40, y: 40 },
    });
    const diff = flowDiff(before, after);
    expect(Object.fromEntries(diff.nodes)).toEqual({ a: "changed", b: "removed", d: "added" });
    expect(Object.fromEntries(diff.edges)).toEqual({
      "1": "added",
      "gone: 1": "removed",
      "gone: 2": "removed",
      "3": "added",
    });
    expect(diff.document.nodes.map(({ id }) => id)).toEqual(["a", "c", "d", "b"]);
    expect(diff.document.layout).toEqual({ a: { x: 80, y: 0 }, b: { x: 8, y: 8 }, d: { x: 40, y: 40 } });
    expect([...diff.touched].toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(new Set(diff.document.edges.map(({ id }) => id)).size).toBe(diff.document.edges.length);
  });
  it("sees nothing in a move, a new id of an edge, or another order", () => {
    const moved = flow([text("c"), text("b"), text("a")], [edge("9", "b", "c"), edge("1", "a", "b")], {
      a: { x: 9, y: 9 },
    });
    const diff = flowDiff(before, moved);
    expect([diff.nodes.size, diff.edges.size, diff.touched.size]).toEqual([0, 0, 0]);
  });
});
