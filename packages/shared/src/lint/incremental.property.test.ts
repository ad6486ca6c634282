/** What lint keeps from one edit to the next never shows: a document nobody has seen before has the same report. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { FlowDocument, FlowEdge, FlowNode } from "../flow/document.ts";
import { lintFlow } from "./lint-flow.ts";
import { randomCases } from "./test-model/random-flows.ts";

type Edit = (flow: FlowDocument, at: number, value: number) => FlowDocument;

const DURATIONS = ["PT0S", "PT1H", "PT13H", "PT30H", "P4D"];

/** As the editor makes them: new objects for what changed, the old ones for all else. */
const EDITS: readonly Edit[] = [
  (flow, at, value) => withNode(flow, at, (node) => ({ ...node, title: `Title ${value}` })),
  (flow, at, value) => withNode(flow, at, (node) => ({ ...node, position: { x: value, y: 0 } })),
  (flow, at, value) => withConfig(flow, at, "text", value % 3 === 0 ? "" : `{{ size }} ${"x".repeat(value * 500)}`),
  (flow, at, value) => withConfig(flow, at, "body", value % 2 === 0 ? "Well?" : "Not closed {{"),
  (flow, at, value) => withConfig(flow, at, "duration", DURATIONS[value % DURATIONS.length]!),
  (flow, at, value) => withConfig(flow, at, "timeout", DURATIONS[value % DURATIONS.length]!),
  (flow, at, value) => withConfig(flow, at, "name", value % 2 === 0 ? "nowhere" : "offer"),
  // One node's place in the list and its type stay together here; another type in the same place has other ports.
  (flow, at, value) => withNode(flow, at, (node) => ({ ...node, ...pick(flow.nodes, value), id: node.id })),
  (flow, at, value) => ({
    ...flow,
    edges: flow.edges.map((edge, index) =>
      index === at % flow.edges.length ? { ...edge, target: pick(flow.nodes, value).id } : edge,
    ),
  }),
  (flow, at) => ({ ...flow, edges: flow.edges.filter((_, index) => index !== at % flow.edges.length) }),
  // Another edge, at the end or between others; from a port that has one, or to and from nodes that are not there.
  (flow, at, value) => withEdge(flow, at, { source: pick(flow.nodes, at).id, target: pick(flow.nodes, value).id }),
  (flow, at, value) => withEdge(flow, at, { target: value % 2 === 0 ? "more-1" : pick(flow.nodes, value).id }),
  (flow, at, value) => withEdge(flow, at, { source: value % 2 === 0 ? "more-1" : "nowhere" }),
  (flow, at, value) => withEdge(flow, at, value % 2 === 0 ? { id: "twice" } : { label: "Other" }),
  // A node at the end, alone or between two others; one of a kind that nobody visits; one with an id that is taken.
  (flow, at, value) => withNew(flow, { ...pick(flow.nodes, at), id: `more-${value % 3}` }),
  (flow, at, value) => {
    const id = `between-${at}-${value}`;
    const edge = pick(flow.edges, at);
    const more = withNew(flow, { id, type: "delay", config: { duration: pick(DURATIONS, value) } });
    const edges = more.edges.map((other) => (other === edge ? { ...edge, target: id } : other));
    return { ...more, edges: [...edges, { id: `e-${id}`, source: id, sourceHandle: "next", target: edge.target }] };
  },
  (flow, at, value) =>
    withNode(flow, at, (node) =>
      value % 2 === 0 ? { id: node.id, type: "note", config: { text: "Later" }, title: `Note ${value}` } : node,
    ),
  (flow, at) => ({ ...flow, nodes: flow.nodes.toSpliced(at % flow.nodes.length, 0, pick(flow.nodes, at + 1)) }),
  (flow, at) => ({ ...flow, nodes: flow.nodes.filter((_, index) => index !== at % flow.nodes.length) }),
  (flow, _, value) => ({ ...flow, templates: (flow.templates ?? []).slice(value % 2) }),
  (flow, at, value) => ({
    ...flow,
    templates: (flow.templates ?? []).map((template, index, all) =>
      index === at % all.length ? { ...template, category: value % 2 === 0 ? "MARKETING" : "UTILITY" } : template,
    ),
  }),
  (flow, _, value) => ({ ...flow, variables: value % 2 === 0 ? [] : [{ name: "size", type: "text" }] }),
  (flow, _, value) => ({ ...flow, settings: value % 2 === 0 ? {} : { marketingFrequency: { max: 1, per: "P7D" } } }),
];

const steps = fc.array(
  fc.record({ edit: fc.nat(), at: fc.nat(100), value: fc.nat(20), back: fc.nat(4), where: fc.nat(4) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe("what is kept between edits", () => {
  test("the report after any edits is that of a document nobody has seen", () => {
    const seen = { reports: 0, findings: 0, called: 0 };
    fc.assert(
      fc.property(randomCases, steps, ({ flow, flows, gate, ruleSet }, edits) => {
        let before = flow;
        let now = flow;
        let called = flows;
        lintFlow(flow, { gate, ruleSet, flows });
        for (const { edit, at, value, back, where } of edits) {
          // Now and then it is undone: the flow before is edited again.
          const from = back === 0 ? before : now;
          before = now;
          const change = (one: FlowDocument) =>
            one.nodes.length > 0 && one.edges.length > 0 ? pick(EDITS, edit)(one, at, value) : one;
          // Now and then a flow that is called is edited instead.
          if (where === 0 && called.length > 0) {
            called = called.map((one, index) => (index === at % called.length ? change(one) : one));
            now = from;
            seen.called += 1;
          } else now = change(from);
          const kept = lintFlow(now, { gate, ruleSet, flows: called });
          const anew = lintFlow(structuredClone(now), { gate, ruleSet, flows: structuredClone(called) });
          seen.reports += 1;
          seen.findings += kept.findings.length;
          expect(kept).toEqual(anew);
          // Another gate in between, as the dialog for publishing asks.
          expect(lintFlow(now, { gate: "off" })).toEqual(lintFlow(structuredClone(now), { gate: "off" }));
        }
      }),
      { numRuns: Number(process.env["LINT_RUNS"] ?? 400) },
    );
    expect(seen.findings).toBeGreaterThan(seen.reports);
    expect(seen.called).toBeGreaterThan(0);
  }, 300_000);
});

function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length]!;
}

function withNode(flow: FlowDocument, at: number, change: (node: FlowNode) => FlowNode): FlowDocument {
  const nodes = [...flow.nodes];
  const position = at % nodes.length;
  nodes[position] = change(nodes[position]!);
  return { ...flow, nodes };
}

function withNew(flow: FlowDocument, node: FlowNode): FlowDocument {
  return { ...flow, nodes: [...flow.nodes, node] };
}

/** A copy of one edge with this change, beside the others. */
function withEdge(flow: FlowDocument, at: number, change: Partial<FlowEdge> & { label?: string }): FlowDocument {
  const edge = pick(flow.edges, at);
  const copy = { ...edge, id: `copy-${flow.edges.length}`, ...change };
  return { ...flow, edges: flow.edges.toSpliced((at * 7) % (flow.edges.length + 1), 0, copy) };
}

/** Only where the node has such a field. */
function withConfig(flow: FlowDocument, at: number, field: string, value: string): FlowDocument {
  return withNode(flow, at, (node) => {
    const config = node.config as Record<string, unknown>;
    return field in config ? ({ ...node, config: { ...config, [field]: value } } as FlowNode) : node;
  });
}
