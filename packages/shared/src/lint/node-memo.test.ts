/** Which rules are asked again, and about which nodes, after which edit. */
import { expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { lintFlow } from "./lint-flow.ts";
import type { LintRule } from "./rule.ts";

const FLOW: FlowDocument = {
  formatVersion: 1,
  id: "kept",
  name: "Kept",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "campaign" } } },
    { id: "wait", type: "delay", config: { duration: "PT1H" } },
    { id: "say", type: "text", config: { text: "Hello" } },
    { id: "more", type: "text", config: { text: "More" } },
  ],
  edges: [
    { id: "a", source: "in", sourceHandle: "next", target: "wait" },
    { id: "b", source: "wait", sourceHandle: "next", target: "say" },
    { id: "c", source: "say", sourceHandle: "next", target: "more" },
  ],
};

const withNode = (id: string, change: object): FlowDocument => ({
  ...FLOW,
  nodes: FLOW.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});

const EVERY = ["in", "wait", "say", "more"];

test.each([
  ["nothing", { ...FLOW }, { node: [], lines: [], onlyLines: 0, onlyShape: 0 }],
  ["a title", withNode("say", { title: "Other" }), { node: ["say"], lines: ["say"], onlyLines: 0, onlyShape: 0 }],
  [
    "a text",
    withNode("say", { config: { text: "Other" } }),
    { node: ["say"], lines: ["say"], onlyLines: 0, onlyShape: 0 },
  ],
  [
    "a wait",
    withNode("wait", { config: { duration: "P2D" } }),
    { node: ["wait"], lines: ["wait"], onlyLines: 0, onlyShape: 1 },
  ],
  [
    "a variable that is read",
    withNode("say", { config: { text: "{{ size }}" } }),
    { node: ["say"], lines: ["say"], onlyLines: 1, onlyShape: 1 },
  ],
  [
    "an edge, and what is behind it is not reached any more",
    { ...FLOW, edges: FLOW.edges.slice(0, 2) },
    { node: ["say"], lines: ["say", "more"], onlyLines: 1, onlyShape: 1 },
  ],
  [
    "a node at the end",
    { ...FLOW, nodes: [...FLOW.nodes, { id: "last", type: "text", config: { text: "Last" } }] },
    { node: ["last"], lines: ["last"], onlyLines: 1, onlyShape: 1 },
  ],
  ["templates that nobody names", { ...FLOW, templates: [] }, { node: [], lines: [], onlyLines: 0, onlyShape: 0 }],
  [
    "the number of nodes",
    { ...FLOW, nodes: FLOW.nodes.slice(0, 3) },
    { node: EVERY.slice(0, 3), lines: EVERY.slice(0, 3), onlyLines: 1, onlyShape: 1 },
  ],
] as [string, FlowDocument, object][])("after an edit of %s", (_, edited, asked) => {
  const seen = { node: [] as string[], lines: [] as string[], onlyLines: 0, onlyShape: 0 };
  const text = { title: "", why: "", whatToDo: "" };
  const rules: LintRule[] = [
    {
      ...text,
      code: "node",
      onlyNode: true,
      findAt: ({ graph }, node) => {
        seen.node.push(graph.nodes[node]!.node.id);
        return [];
      },
    },
    {
      ...text,
      code: "lines",
      findAt: ({ graph }, node) => {
        seen.lines.push(graph.nodes[node]!.node.id);
        return [];
      },
    },
    {
      ...text,
      code: "only-lines",
      onlyLines: true,
      find: () => {
        seen.onlyLines += 1;
        return [];
      },
    },
    {
      ...text,
      code: "only-shape",
      onlyShape: true,
      find: () => {
        seen.onlyShape += 1;
        return [];
      },
    },
  ];
  // A document of its own for each case.
  const before = { ...FLOW, nodes: [...FLOW.nodes], edges: [...FLOW.edges] };
  const after = {
    ...edited,
    nodes: edited.nodes === FLOW.nodes ? before.nodes : edited.nodes,
    edges: edited.edges === FLOW.edges ? before.edges : edited.edges,
  };
  lintFlow(before, { rules });
  Object.assign(seen, { node: [], lines: [], onlyLines: 0, onlyShape: 0 });
  lintFlow(after, { rules });
  expect(seen).toEqual(asked);
});
