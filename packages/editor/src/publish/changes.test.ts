import type { FlowDocument } from "@sluice/shared/flow/document";
import { expect, it } from "vitest";
import { changesBetween, sayChanges } from "./changes.ts";

const before: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes: ["a", "b", "c"].map((id) => ({ id, type: "text", config: { text: id } })),
  edges: [
    { id: "1", source: "a", sourceHandle: "next", target: "b" },
    { id: "2", source: "b", sourceHandle: "next", target: "c" },
  ],
  layout: { a: { x: 0, y: 0 } },
};
const text = (id: string, words = id) => ({ id, type: "text", config: { text: words } });

it.each([
  {
    name: "places do not count",
    after: { ...before, layout: { a: { x: 80, y: 0 } } },
    says: "Nothing differs from the last revision.",
  },
  {
    name: "the order of keys does not count",
    after: { ...before, nodes: before.nodes.map(({ id, type, config }) => ({ config, type, id })) },
    says: "Nothing differs from the last revision.",
  },
  {
    name: "texts count",
    after: { ...before, nodes: [text("a", "new"), text("b"), text("c")] },
    says: "1 node changed.",
  },
  {
    name: "nodes come and go, their edges with them",
    after: { ...before, nodes: [text("a", "new"), text("b"), text("d")], edges: before.edges.slice(0, 1) },
    says: "1 node changed, 1 added, 1 removed.",
  },
  {
    name: "an edge leads elsewhere",
    after: { ...before, edges: [{ id: "9", source: "a", sourceHandle: "next", target: "c" }, before.edges[1]!] },
    says: "1 way leads elsewhere.",
  },
  { name: "the flow's own fields", after: { ...before, name: "G" }, says: "Settings of the flow changed." },
])("$name", ({ after, says }) => {
  expect(sayChanges(changesBetween(before, after))).toBe(says);
});
