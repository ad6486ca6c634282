import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { diffFlows, type FlowChange } from "./diff-flows.ts";
import type { FlowDocument } from "./document.ts";

const before: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  settings: { quietHours: { from: "21:00", to: "09:00" } },
  variables: [{ name: "size", type: "text" }],
  templates: [{ name: "sale", language: "en", category: "MARKETING", status: "APPROVED", components: [] }],
  nodes: [
    { id: "a", type: "text", config: { text: "Hi" } },
    {
      id: "b",
      type: "buttons",
      title: "Ask",
      config: {
        body: "Which?",
        buttons: [
          { id: "yes", title: "Yes" },
          { id: "no", title: "No" },
        ],
      },
    },
    { id: "c", type: "end", config: {} },
  ],
  edges: [
    { id: "1", source: "a", sourceHandle: "next", target: "b" },
    { id: "2", source: "b", sourceHandle: "button:yes", target: "c" },
  ],
  layout: { a: { x: 0, y: 0 } },
};

/** The same flow with something done to a copy of it. */
function but(change: (flow: FlowDocument) => void): FlowDocument {
  const flow = structuredClone(before);
  change(flow);
  return flow;
}

const node = (flow: FlowDocument, id: string) => flow.nodes.find((candidate) => candidate.id === id)!;

const CASES: [string, (flow: FlowDocument) => void, FlowChange[]][] = [
  ["places do not count", (flow) => (flow.layout = { a: { x: 9, y: 9 }, b: { x: 1, y: 1 } }), []],
  [
    "order and ids of edges do not count",
    (flow) => {
      flow.nodes.reverse();
      flow.edges.reverse();
      for (const edge of flow.edges) edge.id = `other ${edge.id}`;
    },
    [],
  ],
  [
    "order of keys does not count, nor what is missing or undefined",
    (flow) => (flow.nodes = flow.nodes.map(({ id, type, title, config }) => ({ config, title, type, id }) as never)),
    [],
  ],
  [
    "a field of the flow",
    (flow) => {
      flow.name = "G";
      flow.settings = { quietHours: { from: "20:00", to: "09:00" } };
      flow.language = "pt";
    },
    [
      { change: "changed", part: "flow", id: "name", fields: [{ path: "name", before: "F", after: "G" }] },
      { change: "changed", part: "flow", id: "language", fields: [{ path: "language", after: "pt" }] },
      {
        change: "changed",
        part: "flow",
        id: "settings",
        fields: [{ path: "settings.quietHours.from", before: "21:00", after: "20:00" }],
      },
    ],
  ],
  [
    "a field of a node, one that comes and one that goes",
    (flow) => {
      node(flow, "a").config = { text: "Hello", previewUrl: true };
      delete node(flow, "b").title;
    },
    [
      {
        change: "changed",
        part: "node",
        id: "a",
        fields: [
          { path: "config.text", before: "Hi", after: "Hello" },
          { path: "config.previewUrl", after: true },
        ],
      },
      { change: "changed", part: "node", id: "b", fields: [{ path: "title", before: "Ask" }] },
    ],
  ],
  [
    "a button more, before the others, moves none of them",
    (flow) => {
      (node(flow, "b").config["buttons"] as object[]).unshift({ id: "maybe", title: "Maybe" });
    },
    [
      {
        change: "changed",
        part: "node",
        id: "b",
        fields: [{ path: "config.buttons[maybe]", after: { id: "maybe", title: "Maybe" } }],
      },
    ],
  ],
  [
    "buttons in another order",
    (flow) => {
      (node(flow, "b").config["buttons"] as object[]).reverse();
    },
    [
      {
        change: "changed",
        part: "node",
        id: "b",
        fields: [{ path: "config.buttons (order)", before: ["yes", "no"], after: ["no", "yes"] }],
      },
    ],
  ],
  [
    "nodes and edges that come and go",
    (flow) => {
      flow.nodes = [...flow.nodes.slice(0, 2), { id: "d", type: "end", config: {} }];
      flow.edges = [
        { id: "1", source: "a", sourceHandle: "next", target: "d" },
        { id: "3", source: "b", sourceHandle: "button:no", target: "d" },
      ];
    },
    [
      { change: "removed", part: "node", id: "c", fields: [] },
      { change: "added", part: "node", id: "d", fields: [] },
      {
        change: "changed",
        part: "edge",
        id: "a/next",
        edge: { source: "a", port: "next" },
        fields: [{ path: "target", before: "b", after: "d" }],
      },
      {
        change: "removed",
        part: "edge",
        id: "b/button:yes",
        edge: { source: "b", port: "button:yes" },
        fields: [{ path: "target", before: "c" }],
      },
      {
        change: "added",
        part: "edge",
        id: "b/button:no",
        edge: { source: "b", port: "button:no" },
        fields: [{ path: "target", after: "d" }],
      },
    ],
  ],
  [
    "templates, variables and suppressions",
    (flow) => {
      flow.templates![0]!.category = "UTILITY";
      flow.variables = [];
      flow.suppressions = [{ code: "dead-end", node: "c", reason: "r", by: "a", at: "t" }];
    },
    [
      { change: "removed", part: "variable", id: "size", fields: [] },
      {
        change: "changed",
        part: "template",
        id: "sale/en",
        fields: [{ path: "category", before: "MARKETING", after: "UTILITY" }],
      },
      { change: "added", part: "suppression", id: "dead-end/c", fields: [] },
    ],
  ],
  [
    "of two nodes with one id one changed",
    (flow) => void flow.nodes.push({ id: "a", type: "end", config: {} }),
    [{ change: "added", part: "node", id: "a (2)", fields: [] }],
  ],
];

describe("diffFlows", () => {
  it.each(CASES)("%s", (_, change, changes) => {
    expect(diffFlows(before, but(change))).toEqual(changes);
  });

  const config = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });

  test.prop([config, config])("finds nothing exactly where JSON is the same, and turns round", (one, other) => {
    const flow = (value: object) => but((copy) => (node(copy, "a").config = value as never));
    const changes = diffFlows(flow(one), flow(other));
    expect(diffFlows(flow(one), flow(structuredClone(one)))).toEqual([]);
    const back = diffFlows(flow(other), flow(one));
    expect(back.length).toBe(changes.length);
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === "object" && value !== null
          ? Object.entries(value)
              .map(([key, part]) => [key, sorted(part)] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1))
          : Object.is(value, -0)
            ? 0
            : value;
    const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
    expect(changes.length === 0).toBe(same);
  });
});
