/** An edit shows behind nodes at which the same states arrive as before, and which are not walked again. */
import { expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { lintFlow } from "./lint-flow.ts";

const chain = ["in", "wait", "one", "two", "three"];
const flow: FlowDocument = {
  formatVersion: 1,
  id: "far",
  name: "Far",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } },
    { id: "wait", type: "delay", config: { duration: "PT30H" } },
    { id: "one", type: "set", config: { assignments: [{ variable: "seen", value: "yes" }] } },
    { id: "two", type: "set", config: { assignments: [{ variable: "seen", value: "no" }] } },
    { id: "three", type: "text", config: { text: "Still there?" } },
  ],
  edges: chain.slice(1).map((target, at) => ({ id: `e${at}`, source: chain[at]!, sourceHandle: "next", target })),
};

const waiting = (duration: string): FlowDocument => ({
  ...flow,
  nodes: flow.nodes.map((node) => (node.id === "wait" ? { ...node, config: { duration } } : node)),
});

test("another wait, after which the window is closed all the same", () => {
  lintFlow(flow);
  const longer = lintFlow(waiting("P4D"));
  const refused = longer.findings.find(({ code }) => code === "free-form-after-window");
  expect(refused?.witness?.steps.find(({ node }) => node === "wait")?.waits).toBe("P4D");
  expect(refused?.message).toContain("4 d after");
  expect(longer.arrivals["three"]?.sinceEntry).toEqual([345_600_000, 345_600_000]);
  expect(longer).toEqual(lintFlow(structuredClone(waiting("P4D"))));
});
