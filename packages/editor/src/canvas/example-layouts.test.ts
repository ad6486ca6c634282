/** Examples are the first thing people see: no card on another, room for the gate, nothing drawn behind a card. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { describe, expect, it } from "vitest";
import { createCards } from "./card.ts";
import { noteBox } from "./card-size.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".flow.json"));

/** Kept free before a gated card for its plate and basin (ui.md §5). */
const BEFORE_GATED = 96;

describe.each(examples)("%s", (file) => {
  const flow = JSON.parse(readFileSync(join(folder, file), "utf8")) as FlowDocument;
  const cards = createCards()(flow, flowContext(flow), []);
  const boxes = flow.nodes.flatMap(({ id }) => {
    const [card, place] = [cards.get(id), flow.layout?.[id]];
    if (!card || !place) return [];
    const box = card.note ? noteBox(card.summary) : card.box;
    const [width, height] = [place.width ?? box.width, place.height ?? box.height];
    return [{ id, gated: card.gate, left: place.x, top: place.y, right: place.x + width, bottom: place.y + height }];
  });
  const pairs = boxes.flatMap((one) => boxes.filter((other) => other !== one).map((other) => [one, other] as const));
  const besides = (one: (typeof boxes)[number], other: (typeof boxes)[number]) =>
    one.top < other.bottom && other.top < one.bottom;

  it("has a place for each node, and no card lies on another", () => {
    expect(boxes.map(({ id }) => id)).toEqual(flow.nodes.map(({ id }) => id));
    const on = pairs.filter(([one, other]) => besides(one, other) && one.left < other.right && other.left < one.right);
    expect(on.map(([one, other]) => `${one.id} on ${other.id}`)).toEqual([]);
  });

  it(`leaves ${BEFORE_GATED} px before gated cards`, () => {
    const near = pairs.filter(
      ([one, other]) =>
        one.gated &&
        besides({ ...one, bottom: one.top + 44 }, other) &&
        other.right <= one.left &&
        one.left - other.right < BEFORE_GATED,
    );
    expect(near.map(([one, other]) => `${other.id} is ${one.left - other.right} px before ${one.id}`)).toEqual([]);
  });
});
