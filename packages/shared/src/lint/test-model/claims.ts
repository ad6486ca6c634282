/**
 * L1 to L3 of caps.md §7 over flows of every shape: lint and the real kernel against each other. One share of the flows; each
 * share is a test file of its own, so that they run side by side.
 */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Finding } from "../finding.ts";
import { lintFlow, policyOf } from "../lint-flow.ts";
import { type RandomCase, randomCases } from "./random-flows.ts";
import { placeKey, randomRun } from "./random-run.ts";
import { replayWitness } from "./replay-witness.ts";

const SHARES = 4;
/** Of all shares together; more with LINT_RUNS. */
const FLOWS = Number(process.env["LINT_RUNS"] ?? (process.env["CI"] ? 20_000 : 4_000));
const RUNS = Math.ceil(FLOWS / SHARES);
/** Long runs, and machines with much else to do. */
const PATIENCE = 60_000 + RUNS * 100;
const CODES = new Set(["sequential-marketing", "marketing-loop", "free-form-after-window"]);

/** LINT_SEED plays other flows; a failure prints what to set. */
export function testClaims(share: number): void {
  const seed = Number(process.env["LINT_SEED"] ?? 0) * SHARES + share;
  const counted = { flows: 0, runs: 0, findings: 0, inside: 0, witnesses: 0, certain: 0 };

  describe(`lint and the engine agree, share ${share}`, () => {
    test(
      "L1 no hold or refusal without a finding, L2 each path ends in it, L3 what is certain shows at every visit",
      () => {
        fc.assert(
          fc.property(randomCases, fc.nat(), (given, start) => check(given, start)),
          { numRuns: RUNS, seed },
        );
        const { flows, runs, findings, inside, witnesses, certain } = counted;
        console.info(
          `seed ${seed} · L1: ${flows} flows, ${runs} runs · L2: ${witnesses} witnesses of ${findings} findings, ${inside} in called flows · L3: ${certain} visits`,
        );
        expect(witnesses).toBeGreaterThan(RUNS / 4);
        expect(inside).toBeGreaterThan(RUNS / 100);
        expect(certain).toBeGreaterThan(RUNS / 4);
      },
      PATIENCE,
    );
  });

  function check(given: RandomCase, start: number): void {
    const { flow, flows, gate, ruleSet } = given;
    const policy = policyOf(flow, { gate, ruleSet });
    const findings = lintFlow(flow, { gate, ruleSet, flows }).findings.filter(({ code }) => CODES.has(code));
    counted.flows += 1;
    const known = new Set(findings.map((finding) => placeOf(flow.id, finding)));
    for (let run = 0; run < 2; run += 1) {
      const { shown, actions } = randomRun(flow, flows, policy, start + run, false);
      counted.runs += 1;
      for (const place of shown)
        expect(known.has(place), `L1: no finding at ${place}: ${actions.join(", ")}`).toBe(true);
    }
    for (const { code, node, inside, witness } of findings) {
      counted.findings += 1;
      if (inside) counted.inside += 1;
      if (!witness) continue;
      counted.witnesses += 1;
      const { shows, strayed, rule } = replayWitness(flow, witness, { policy, flows });
      const wanted = code === "free-form-after-window" ? "refused" : "held";
      expect(shows, `L2: ${code} at ${node}: ${strayed ?? rule} in ${JSON.stringify(witness)}`).toBe(wanted);
      const last = witness.steps.at(-1)!;
      expect({ flow: last.flow, node: last.node }).toEqual(inside ?? { flow: undefined, node });
    }
    const certain = new Set(findings.filter(({ certainty }) => certainty === "certain").map(visitKey));
    if (certain.size === 0) return;
    const { visits, shownVisits, actions } = randomRun(flow, flows, policy, start, true);
    for (const visit of visits) {
      const { flow: called, node, from } = visit;
      if (!certain.has(called === undefined ? node : `${from}>${placeKey(called, node)}`)) continue;
      counted.certain += 1;
      expect(shownVisits.has(visit), `L3: ${node} went through: ${actions.join(", ")}`).toBe(true);
    }
  }
}

/** Where it shows. */
function placeOf(flow: string, { node, inside }: Finding): string {
  return inside ? placeKey(inside.flow, inside.node) : placeKey(flow, node ?? "");
}

/** A node of a called flow, as it is come to from one call. */
function visitKey({ node, inside }: Finding): string {
  return inside ? `${node}>${placeKey(inside.flow, inside.node)}` : `${node}`;
}
