import type { FlowDocument } from "@sluice/shared/flow/document";
import { describe, expect, it } from "vitest";
import { addNode } from "./add-node.ts";
import { addTemplate } from "./add-template.ts";
import { connect } from "./connect.ts";
import { copyNodes } from "./copy-nodes.ts";
import { disconnect } from "./disconnect.ts";
import { insertNode } from "./insert-node.ts";
import { moveNodes } from "./move-nodes.ts";
import { pasteNodes } from "./paste-nodes.ts";
import { reconnect } from "./reconnect.ts";
import { removeNodes } from "./remove-nodes.ts";
import { renameNode } from "./rename-node.ts";
import { setConfig } from "./set-config.ts";
import { setFlowSettings } from "./set-flow-settings.ts";

/** start -> a -> b -> c; b has a second way to d. */
const flow: FlowDocument = {
  formatVersion: 1,
  id: "line",
  name: "Line",
  nodes: ["start", "a", "b", "c", "d"].map((id) => ({ id, type: "text", config: { text: id } })),
  edges: [
    { id: "e-1", source: "start", sourceHandle: "next", target: "a" },
    { id: "e-2", source: "a", sourceHandle: "next", target: "b" },
    { id: "e-3", source: "b", sourceHandle: "next", target: "c" },
    { id: "e-4", source: "b", sourceHandle: "window-closed", target: "d" },
  ],
  layout: Object.fromEntries(["start", "a", "b", "c", "d"].map((id, index) => [id, { x: index * 200, y: 0 }])),
  suppressions: [{ code: "dead-end", node: "b", reason: "on purpose", by: "Ines", at: "2026-11-21T00:00:00Z" }],
};

const ways = (document: FlowDocument) =>
  document.edges.map((edge) => `${edge.source}.${edge.sourceHandle}>${edge.target}`);

describe("remove nodes", () => {
  const cases: { name: string; ids: string[]; heal: boolean; ways: string[] }[] = [
    { name: "heals over one node", ids: ["a"], heal: true, ways: ["start.next>b", "b.next>c", "b.window-closed>d"] },
    { name: "heals over a run of nodes", ids: ["a", "b"], heal: true, ways: ["start.next>c"] },
    { name: "takes the main way out of several", ids: ["b"], heal: true, ways: ["start.next>a", "a.next>c"] },
    { name: "cuts on demand", ids: ["a"], heal: false, ways: ["b.next>c", "b.window-closed>d"] },
    {
      name: "has nothing to heal at the end",
      ids: ["c"],
      heal: true,
      ways: ["start.next>a", "a.next>b", "b.window-closed>d"],
    },
  ];
  it.each(cases)("$name", ({ ids, heal, ways: expected }) => {
    const after = removeNodes(flow, new Set(ids), { heal });
    expect(ways(after)).toEqual(expected);
    expect(Object.keys(after.layout ?? {})).toEqual(after.nodes.map((node) => node.id));
  });
  it("takes the node's suppressions along", () => {
    expect(removeNodes(flow, new Set(["b"]), { heal: true }).suppressions).toEqual([]);
  });
  it("ends in a loop of removed nodes", () => {
    const loop = connect(flow, { source: "b", sourceHandle: "next", target: "a" });
    expect(ways(removeNodes(loop, new Set(["a", "b"]), { heal: true }))).toEqual([]);
  });
});

describe("edges", () => {
  it("a port has one way: connecting again leads it elsewhere and keeps the edge's id", () => {
    const after = connect(flow, { source: "a", sourceHandle: "next", target: "d" });
    expect(after.edges.find((edge) => edge.id === "e-2")?.target).toBe("d");
    expect(after.edges).toHaveLength(4);
  });
  it("refuses an end that is no node", () => {
    expect(connect(flow, { source: "a", sourceHandle: "next", target: "nowhere" })).toBe(flow);
  });
  it("puts an end on a port that was taken: the other edge goes", () => {
    const after = reconnect(flow, "e-2", { source: "b", sourceHandle: "next", target: "d" });
    expect(ways(after)).toEqual(["start.next>a", "b.next>d", "b.window-closed>d"]);
  });
  it("goes", () => {
    expect(ways(disconnect(flow, new Set(["e-1", "e-4"])))).toEqual(["a.next>b", "b.next>c"]);
  });
  it("takes a node into itself", () => {
    const after = insertNode(flow, "e-2", { id: "new", type: "delay", config: {} }, "next", { x: 300, y: 100 });
    expect(ways(after)).toContain("a.next>new");
    expect(ways(after)).toContain("new.next>b");
  });
});

describe("nodes", () => {
  it("come on the grid of 8", () => {
    const after = addNode(flow, { id: "new", type: "end", config: {} }, { x: 13, y: -3 });
    expect(after.layout?.["new"]).toEqual({ x: 16, y: 0 });
  });
  it("lose the edges of ways that are gone with a change, and only those", () => {
    const ports = (node: { config: Record<string, unknown> }) =>
      node.config["short"] ? ["next"] : ["next", "window-closed"];
    const after = setConfig(flow, "b", { short: true }, ports);
    expect(ways(after)).toEqual(["start.next>a", "a.next>b", "b.next>c"]);
  });
  it("lose an empty title", () => {
    const titled = renameNode(flow, "a", "Hello");
    expect(titled.nodes[1]).toMatchObject({ id: "a", title: "Hello" });
    expect(renameNode(titled, "a", "").nodes[1]).toEqual(flow.nodes[1]);
  });
  it("keep the size of a note when they move", () => {
    const sized = { ...flow, layout: { ...flow.layout, a: { x: 0, y: 0, width: 300, height: 80 } } };
    expect(moveNodes(sized, new Map([["a", { x: 8, y: 16 }]])).layout?.["a"]).toEqual({
      x: 8,
      y: 16,
      width: 300,
      height: 80,
    });
  });
  it("are pasted under new ids with the edges among them", () => {
    const { flow: after, ids } = pasteNodes(flow, copyNodes(flow, new Set(["a", "b"])));
    expect(ids).toEqual(["text-1", "text-2"]);
    expect(ways(after).slice(4)).toEqual(["text-1.next>text-2"]);
    expect(after.layout?.["text-1"]).toEqual({ x: 232, y: 32 });
  });
});

describe("the flow", () => {
  const template = { name: "sale", language: "en", category: "MARKETING" as const, status: "APPROVED", components: [] };
  it("has one copy of a template", () => {
    const once = addTemplate(flow, template);
    expect(addTemplate(once, { ...template, category: "UTILITY" }).templates).toEqual([
      { ...template, category: "UTILITY" },
    ]);
  });
  it("always has a name; empty fields leave the file", () => {
    const described = setFlowSettings(flow, {
      description: "For Friday",
      settings: { quietHours: { from: "21:00", to: "09:00" } },
    });
    expect(setFlowSettings(described, { name: "", description: "", settings: {} })).toEqual(flow);
  });
});
