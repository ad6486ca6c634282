/** L5 of caps.md §7: a fix that is offered yields a flow where nothing above a note stands at that place. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { readFlow } from "../../flow/read-flow.ts";
import { lintFlow } from "../lint-flow.ts";
import { type RandomCase, randomCases } from "../test-model/random-flows.ts";
import { applyFix, stillWrong } from "./apply-fix.ts";
import { lintFixes } from "./offered-fixes.ts";

/** More with LINT_RUNS; a failure prints its seed, and LINT_SEED plays it again. */
const RUNS = Number(process.env["LINT_RUNS"] ?? 300);
const seed = process.env["LINT_SEED"] ? { seed: Number(process.env["LINT_SEED"]) } : {};

/** Random flows rarely send marketing twice on one way: here two more of it are led to from anywhere. */
const insistent: fc.Arbitrary<RandomCase> = fc
  .tuple(randomCases, fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }), fc.constantFrom("m_quick", "m_plain"))
  .map(([given, turns, name]) => {
    const { flow } = given;
    const config = { name, language: "en", timeout: "PT2H" };
    const port = name === "m_quick" ? "timeout" : "delivered";
    const led = flow.edges.map((edge, at) =>
      edge.source === "e0" || turns[at % turns.length]! < 3
        ? { ...edge, target: turns[(at + 1) % turns.length]! < 6 ? "more-1" : "more-2" }
        : edge,
    );
    const back = turns[0]! < 5 ? "more-1" : (flow.nodes[turns[1]! % flow.nodes.length]?.id ?? "more-1");
    return {
      ...given,
      flow: {
        ...flow,
        nodes: [...flow.nodes, ...["more-1", "more-2"].map((id) => ({ id, type: "template", config }))],
        edges: [
          ...led,
          { id: "on", source: "more-1", sourceHandle: port, target: "more-2" },
          { id: "back", source: "more-2", sourceHandle: port, target: back.startsWith("e") ? "more-1" : back },
        ],
      },
    };
  });

/** And now and then an edge loses its end or its port, two leave by one port, or a node loses all that leads to it. */
const cases: fc.Arbitrary<RandomCase> = fc
  .tuple(fc.oneof(randomCases, insistent), fc.nat(6), fc.nat(100))
  .map(([given, damage, at]) => {
    const { flow } = given;
    const edge = flow.edges[at % Math.max(1, flow.edges.length)];
    const node = flow.nodes[at % flow.nodes.length]!;
    if (!edge || damage > 4) return given;
    const edges = [
      [...flow.edges, { ...edge, id: "twice" }],
      flow.edges.map((other) => (other === edge ? { ...other, target: "nowhere" } : other)),
      [...flow.edges, { ...edge, id: "from-nowhere", source: "nowhere" }],
      flow.edges.filter(({ target }) => target !== node.id),
      flow.edges.map((other) => (other === edge ? { ...other, sourceHandle: "no such port" } : other)),
    ];
    return { ...given, flow: { ...flow, edges: edges[damage]! } };
  });

describe("quick fixes", () => {
  test(
    "L5: each that is offered clears its finding, and what it makes can be read",
    () => {
      const tried = new Map<string, number>();
      fc.assert(
        fc.property(cases, ({ flow, flows, gate, ruleSet }) => {
          const options = { gate, ruleSet, flows };
          const before = structuredClone(flow);
          for (const finding of lintFlow(flow, options).findings) {
            for (const { id } of finding.fixes) {
              const fixed = applyFix(flow, finding, id, options);
              tried.set(id, (tried.get(id) ?? 0) + 1);
              if (!fixed) throw new Error(`${id} does not clear ${finding.code} at ${finding.node}`);
              expect(stillWrong(structuredClone(fixed), finding, options)).toEqual([]);
              const read = readFlow(JSON.stringify(fixed));
              expect(read.ok ? [] : read.problems).toEqual([]);
              for (const list of [fixed.nodes, fixed.edges])
                expect(new Set(list.map((part) => part.id)).size).toBe(list.length);
            }
          }
          expect(flow).toEqual(before);
        }),
        { numRuns: RUNS, ...seed },
      );
      console.info(`L5: ${[...tried].map(([id, number]) => `${number} ${id}`).join(", ")}`);
      for (const { id } of lintFixes) expect(tried.get(id) ?? 0).toBeGreaterThan(RUNS / 20);
    },
    // Long runs, and machines with much else to do.
    120_000 + RUNS * 400,
  );
});
