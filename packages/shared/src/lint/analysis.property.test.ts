/** L1 to L3 of caps.md §7: lint and the real engine against each other, over flows of every shape. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import type { Finding } from "./finding.ts";
import { lintFlow, policyOf } from "./lint-flow.ts";
import { type RandomCase, randomCases } from "./test-model/random-flows.ts";
import { placeKey, randomRun } from "./test-model/random-run.ts";
import { replayWitness } from "./test-model/replay-witness.ts";

/** More with LINT_RUNS; a failure prints its seed, and LINT_SEED plays it again. */
const RUNS = Number(process.env["LINT_RUNS"] ?? (process.env["CI"] ? 4_000 : 2_000));
const seed = process.env["LINT_SEED"] ? { seed: Number(process.env["LINT_SEED"]) } : {};
/** Long runs, and machines with much else to do. */
const PATIENCE = 20_000 + RUNS * 60;
const CODES = new Set(["sequential-marketing", "marketing-loop", "free-form-after-window"]);

const counted = { flows: 0, runs: 0, findings: 0, witnesses: 0, certain: 0 };

function lint({ flow, flows, gate, ruleSet }: RandomCase) {
  const policy = policyOf(flow, { gate, ruleSet });
  const findings = lintFlow(flow, { gate, ruleSet, flows }).findings.filter(({ code }) => CODES.has(code));
  return { policy, findings };
}

/** Where it shows, by `placeKey`. */
const placeOf = (flow: FlowDocument, { node, inside }: Finding) =>
  inside ? placeKey(inside.flow, inside.node) : placeKey(flow.id, node ?? "");

/** A node of a called flow, as it is come to from one call. */
const visitKey = ({ node, inside }: Finding) => (inside ? `${node}>${placeKey(inside.flow, inside.node)}` : `${node}`);

describe("lint and the engine agree", () => {
  test(
    "L1: whatever is held (D2, D6) or refused (D9) in a run has a finding",
    () => {
      fc.assert(
        fc.property(randomCases, fc.nat(), (given, start) => {
          const { policy, findings } = lint(given);
          const known = new Set(findings.map((finding) => placeOf(given.flow, finding)));
          counted.flows += 1;
          for (let run = 0; run < 8; run += 1) {
            const { shown, actions } = randomRun(given.flow, given.flows, policy, start + run, false);
            counted.runs += 1;
            for (const node of shown)
              expect(known.has(node), `${node} has no finding: ${actions.join(", ")}`).toBe(true);
          }
        }),
        { numRuns: RUNS, ...seed },
      );
    },
    PATIENCE,
  );

  test(
    "L2: every witness ends in the hold or refusal when it is played",
    () => {
      fc.assert(
        fc.property(randomCases, (given) => {
          const { policy, findings } = lint(given);
          for (const { code, node, inside, witness } of findings) {
            counted.findings += 1;
            if (!witness) continue;
            const { shows, strayed, rule } = replayWitness(given.flow, witness, { policy, flows: given.flows });
            counted.witnesses += 1;
            const wanted = code === "free-form-after-window" ? "refused" : "held";
            expect(shows, `${code} at ${node}: ${strayed ?? rule} in ${JSON.stringify(witness)}`).toBe(wanted);
            const last = witness.steps.at(-1)!;
            expect({ flow: last.flow, node: last.node }).toEqual(inside ?? { flow: undefined, node });
          }
        }),
        { numRuns: RUNS, ...seed },
      );
    },
    PATIENCE,
  );

  test(
    "L3: a certain finding shows at every visit, as long as the contact speaks only at ports or to release a hold",
    () => {
      fc.assert(
        fc.property(randomCases, fc.nat(), (given, start) => {
          const { policy, findings } = lint(given);
          const certain = new Set(findings.filter(({ certainty }) => certainty === "certain").map(visitKey));
          if (certain.size === 0) return;
          for (let run = 0; run < 8; run += 1) {
            const { visits, shownVisits, actions } = randomRun(given.flow, given.flows, policy, start + run, true);
            for (const visit of visits) {
              const { flow, node, from } = visit;
              if (!certain.has(flow === undefined ? `${node}` : `${from}>${placeKey(flow, node)}`)) continue;
              counted.certain += 1;
              expect(shownVisits.has(visit), `${visit.node} went through: ${actions.join(", ")}`).toBe(true);
            }
          }
        }),
        { numRuns: RUNS, ...seed },
      );
    },
    PATIENCE,
  );

  test("counted", () => {
    console.info(
      `L1: ${counted.flows} flows, ${counted.runs} runs · L2: ${counted.witnesses} witnesses of ${counted.findings} findings · L3: ${counted.certain} visits`,
    );
    expect(counted.witnesses).toBeGreaterThan(RUNS / 4);
    // What only a cooldown of several blocks leads to may have no single path to show (docs/lint-model.md).
    expect(counted.witnesses / counted.findings).toBeGreaterThan(0.97);
    expect(counted.certain).toBeGreaterThan(RUNS / 4);
  });
});
