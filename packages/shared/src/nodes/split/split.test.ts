import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { chanceAt } from "../../engine/chance.ts";
import type { RunContext } from "../definition.ts";
import { split } from "./definition.ts";

type Ways = { id: string; weight: number }[];

function taken(ways: Ways, draws: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const context = { config: { ways }, chance: () => chanceAt(7, 1, draw) } as unknown as RunContext<{ ways: Ways }>;
    const outcome = split.run?.(context);
    const port = outcome && "go" in outcome ? outcome.go : "none";
    counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  return counts;
}

test("shares come out as weighed, whatever they sum up to", () => {
  const counts = taken(
    [
      { id: "a", weight: 1 },
      { id: "b", weight: 7 },
      { id: "c", weight: 2 },
    ],
    10_000,
  );
  expect((counts.get("way:a") ?? 0) / 10_000).toBeCloseTo(0.1, 1);
  expect((counts.get("way:b") ?? 0) / 10_000).toBeCloseTo(0.7, 1);
  expect((counts.get("way:c") ?? 0) / 10_000).toBeCloseTo(0.2, 1);
});

property.prop([fc.array(fc.constantFrom(0, 0, 1, 0.5, 3), { minLength: 1, maxLength: 6 })])(
  "a weight of 0 is never taken, and lint is told so",
  (weights) => {
    const ways = weights.map((weight, index) => ({ id: String(index), weight }));
    const parsed = split.schema.safeParse({ ways });
    expect(parsed.success).toBe(weights.some((weight) => weight > 0));
    if (!parsed.success) return;
    const possible = ways.flatMap((way) => (way.weight > 0 ? [`way:${way.id}`] : []));
    for (const port of taken(ways, 50).keys()) expect(possible).toContain(port);
    const context = { template: () => undefined, node: () => undefined };
    expect(split.facts({ ways }, context).ways.map((way) => way.port)).toEqual(possible);
  },
);
