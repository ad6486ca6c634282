import { describe, expect, it } from "vitest";
import { itemPlaces, lineOf, linesOf } from "./json-lines.ts";

const TEXT = `{ "x": [{"id": "no"}],
  "nodes": [
    { "id": "a", "config": { "nodes": ["\\"],{"] } },
    {
      "type": "text",
      "id": "b"
    }, {}
  ]
}`;

describe("itemPlaces", () => {
  it("finds each item and its key, however it is laid out", () => {
    expect(itemPlaces(TEXT, "nodes", "id")).toEqual([
      { line: 3, column: 13, startLine: 3, endLine: 3 },
      { line: 6, column: 13, startLine: 4, endLine: 7 },
      { line: 7, column: 8, startLine: 7, endLine: 7 },
    ]);
    expect(itemPlaces(JSON.stringify(JSON.parse(TEXT)), "nodes", "id").map(({ line }) => line)).toEqual([1, 1, 1]);
  });

  it.each(["", "[]", "null", "{}", '{"nodes": 1}', '{"nodes": [', '{"nodes"', '{"nodes": [{"id'])(
    "%j has none or ends",
    (text) => {
      expect(itemPlaces(text, "nodes", "id").length).toBeLessThanOrEqual(1);
    },
  );

  it("agrees with lineOf", () => {
    const places = itemPlaces(TEXT, "nodes", "id");
    expect([lineOf(TEXT, "nodes[0].id"), lineOf(TEXT, "nodes[1].id")]).toEqual([places[0]?.line, places[1]?.line]);
  });

  it("finds many paths at once, in any order, and the parent of what is missing", () => {
    const paths = [
      "nodes[2]",
      "x[0].id",
      "",
      "nodes[1].type",
      "nodes[1].gone.deeper",
      "nodes",
      "nodes[1]",
      "nodes[7].id",
    ];
    expect(linesOf(TEXT, paths)).toEqual([7, 1, 1, 5, 4, 2, 4, 2]);
    expect(linesOf(TEXT, paths)).toEqual(paths.map((path) => lineOf(TEXT, path)));
    expect(linesOf("", ["a"])).toEqual([null]);
  });

  it("stays linear with 50,000 nodes", () => {
    const nodes = Array.from({ length: 50_000 }, (_, at) => ({ id: `n${at}`, type: "end", config: {} }));
    const text = JSON.stringify({ nodes }, null, 1);
    const start = performance.now();
    expect(itemPlaces(text, "nodes", "id")).toHaveLength(50_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
