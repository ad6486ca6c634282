import type { FlowDocument } from "@sluice/shared/flow/document";
import { expect, test } from "vitest";
import { changeRows } from "./change-words.ts";

const before: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "Spring",
  nodes: [
    {
      id: "q",
      type: "buttons",
      title: "Which room?",
      config: { body: "Which?", buttons: [{ id: "a", title: "Kitchen" }], timeout: "PT2H" },
    },
    { id: "bye", type: "text", title: "Good bye", config: { text: "Bye" } },
    { id: "late", type: "end", title: "Too late", config: {} },
  ],
  edges: [
    { id: "1", source: "q", sourceHandle: "button:a", target: "bye" },
    { id: "2", source: "q", sourceHandle: "timeout", target: "late" },
    { id: "3", source: "bye", sourceHandle: "next", target: "late" },
  ],
};

test("each node once, by its name, with its fields and ways", () => {
  const after: FlowDocument = {
    ...before,
    name: "Summer",
    nodes: [
      {
        ...before.nodes[0]!,
        config: { body: "Which?", buttons: [{ id: "a", title: "Kitchen and bath" }], timeout: "PT3H" },
      },
      before.nodes[2]!,
      { id: "new", type: "tag", title: "Mark", config: { add: ["warm"], remove: [] } },
    ],
    edges: [
      { id: "1", source: "q", sourceHandle: "button:a", target: "new" },
      { id: "9", source: "new", sourceHandle: "next", target: "late" },
    ],
    variables: [{ name: "size", type: "number" }],
  };
  expect(changeRows(before, after).map(({ change, node, title, says }) => [change, node, title, ...says])).toEqual([
    ["changed", null, "The flow's name", "Name: “Spring” → “Summer”"],
    ["added", null, "Variable size"],
    [
      "changed",
      "q",
      "Which room?",
      "Buttons, a, title: “Kitchen” → “Kitchen and bath”",
      "No answer after: “PT2H” → “PT3H”",
      "Kitchen and bath leads to Mark, before to Good bye",
      "No answer led to Too late and leads nowhere now",
    ],
    ["removed", "bye", "Good bye"],
    ["added", "new", "Mark", "Next leads to Too late"],
  ]);
});

test("a move on the canvas is no change", () => {
  expect(changeRows(before, { ...before, layout: { q: { x: 8, y: 8 } } })).toEqual([]);
});
