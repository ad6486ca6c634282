import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { expect, it } from "vitest";
import { createCards } from "./card.ts";
import { readingOrder } from "./reading-order.ts";
import { tidyPositions } from "./tidy.ts";

const buttons = {
  body: "Which?",
  buttons: [
    { id: "a", title: "A" },
    { id: "b", title: "B" },
  ],
};
const flow: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes: [
    { id: "alone", type: "end", config: {} },
    { id: "late", type: "text", config: { text: "late" } },
    { id: "b", type: "text", config: { text: "b" } },
    { id: "a", type: "text", config: { text: "a" } },
    { id: "ask", type: "buttons", config: buttons },
    { id: "in", type: "entry", config: { trigger: { kind: "campaign" } } },
  ],
  edges: [
    { id: "1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "2", source: "ask", sourceHandle: "timeout", target: "late" },
    { id: "3", source: "ask", sourceHandle: "button:b", target: "b" },
    { id: "4", source: "ask", sourceHandle: "button:a", target: "a" },
    { id: "5", source: "a", sourceHandle: "next", target: "ask" },
  ],
  layout: { in: { x: 80, y: 160 } },
};
const cards = createCards()(flow, flowContext(flow), []);

it("reads from the entry along the ways out in their order, what nothing leads to last", () => {
  expect(readingOrder(flow, cards)).toEqual(["in", "ask", "a", "b", "late", "alone"]);
});

it("tidies from left to right and keeps the corner", () => {
  const places = tidyPositions(flow, cards, new Set(flow.nodes.map((node) => node.id)));
  const x = (id: string) => places.get(id)?.x ?? Number.NaN;
  expect(x("in")).toBeLessThan(x("ask"));
  expect(x("ask")).toBeLessThan(x("a"));
  expect(Math.min(...[...places.values()].map((place) => place.x))).toBe(0);
});
