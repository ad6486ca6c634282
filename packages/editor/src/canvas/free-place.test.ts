import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { expect, test } from "vitest";
import { createCards } from "./card.ts";
import { freePlace } from "./edit-actions.ts";

const text = (id: string) => ({ id, type: "text", config: { text: "Hello" } });
const flow: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes: [text("a"), text("b")],
  edges: [],
  layout: { a: { x: 0, y: 0 }, b: { x: 320, y: 24 } },
};
const cards = createCards()(flow, flowContext(flow), []);

test.each([
  ["on free ground it stays", { x: 0, y: 400 }, { x: 0, y: 400 }],
  ["on a card it goes to its right, and past the next", { x: 8, y: 8 }, { x: 624, y: 8 }],
])("%s", (_, wanted, place) => {
  expect(freePlace(flow, cards, wanted)).toEqual(place);
});
