import { describe, expect, it } from "vitest";
import { type CardShape, cardBox, textLines } from "./card-size.ts";

const step: CardShape = { step: true, entry: false, gate: false, summary: "", rows: ["next"], spill: [] };
const offer: CardShape = {
  step: false,
  entry: false,
  gate: true,
  bubble: {
    header: true,
    body: "Hi Asha, 30 % off everything at Pebble & Oak until Sunday night. Shall we show you the best?",
    footer: true,
  },
  summary: "",
  rows: ["button:0", "button:1", "answered", "timeout"],
  spill: ["capped", "expired", "failed", "opted-out"],
};
const rooms: CardShape = {
  step: false,
  entry: false,
  gate: false,
  bubble: { body: "Lovely. Which room is it for?", list: true },
  summary: "",
  rows: ["row:kitchen", "row:living", "row:garden", "other", "timeout"],
  spill: ["window-closed"],
};

/** Sizes of the cards in the design's pictures. */
const sizes: { name: string; card: CardShape; size: [number, number] }[] = [
  {
    name: "entry with a summary",
    card: { ...step, entry: true, summary: "Opt-in list, 18,240 people" },
    size: [176, 68],
  },
  { name: "marketing template with quick replies", card: offer, size: [240, 322] },
  {
    name: "condition",
    card: { ...step, summary: "orders since start > 0", rows: ["branch:1", "else"] },
    size: [176, 124],
  },
  { name: "list", card: rooms, size: [240, 284] },
  { name: "hand-off", card: { ...step, rows: ["released", "timeout"] }, size: [176, 100] },
  { name: "step with one way out", card: step, size: [176, 44] },
  {
    name: "text",
    card: { ...step, step: false, bubble: { body: "Hello" }, spill: ["window-closed"] },
    size: [240, 118],
  },
  { name: "template that waits for nothing", card: { ...offer, rows: ["delivered"] }, size: [240, 238] },
];

describe("size of a card", () => {
  it.each(sizes)("$name is $size", ({ card, size }) => {
    const box = cardBox(card);
    expect([box.width, box.height]).toEqual(size);
  });
});

describe("handles of a card", () => {
  const at = (card: CardShape, id: string) => {
    const handle = cardBox(card).handles.find((candidate) => candidate.id === id);
    return handle && [handle.side, handle.x, handle.y];
  };
  const cases: { name: string; card: CardShape; id: string; at: unknown }[] = [
    { name: "first row", card: offer, id: "button:0", at: ["right", 240, 196] },
    { name: "last row", card: offer, id: "timeout", at: ["right", 240, 280] },
    { name: "first cell of the spillway", card: offer, id: "capped", at: ["bottom", 30, 322] },
    { name: "last cell of the spillway", card: offer, id: "opted-out", at: ["bottom", 210, 322] },
    { name: "only cell of the spillway", card: rooms, id: "window-closed", at: ["bottom", 120, 284] },
    { name: "way in through the gate", card: offer, id: "in", at: ["left", -30, 22] },
    { name: "way in", card: rooms, id: "in", at: ["left", 0, 22] },
    { name: "only way out of a step", card: step, id: "next", at: ["right", 176, 22] },
    {
      name: "only way out of a step, whatever its name",
      card: { ...step, rows: ["returned"] },
      id: "returned",
      at: ["right", 176, 22],
    },
    { name: "nothing leads into an entry", card: { ...step, entry: true }, id: "in", at: undefined },
  ];
  it.each(cases)("$name", ({ card, id, at: expected }) => {
    expect(at(card, id)).toEqual(expected);
  });

  it("share the last row from the thirteenth on", () => {
    const many = { ...rooms, rows: Array.from({ length: 20 }, (_, index) => `row:${index}`) };
    const box = cardBox(many);
    expect([box.shownRows, box.foldedRows]).toEqual([12, 8]);
    expect(
      new Set(box.handles.filter((handle) => /^row:(1[2-9])$/.test(handle.id)).map((handle) => handle.y)).size,
    ).toBe(1);
    expect(box.height).toBe(cardBox({ ...rooms, rows: many.rows.slice(0, 13) }).height);
  });
});

describe("lines of a text", () => {
  const cases: [text: string, lines: number][] = [
    ["", 0],
    ["a", 1],
    ["a".repeat(34), 1],
    ["a".repeat(35), 2],
    ["一".repeat(18), 2],
    ["a\n\nb", 3],
    ["a".repeat(1_000), 3],
  ];
  it.each(cases)("%j has %i", (text, lines) => {
    expect(textLines(text, 34, 3)).toBe(lines);
  });
});
