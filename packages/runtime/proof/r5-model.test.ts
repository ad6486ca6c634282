/**
 * R5: whatever happens to a contact, in any order, the server does what a small model of the rules does: messages, time,
 * publications, hand-offs, imports, stops, deaths, blocks, unknown outcomes, pauses, and people who release, cancel, resend
 * and forget. After each step what was sent, where each session stands and what is held must be the same.
 *
 * Mutations it was seen to fail with: an interaction that answers nothing; no event key in commitTurn; what was in flight at
 * a death forgotten; no second decision when a send is claimed; a release that remembers nothing; a publication that changes
 * nothing; cooldowns that double.
 */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { KINDS, quietSteps, type Step, steps } from "./model/commands.ts";
import { Model } from "./model/model.ts";
import { Real } from "./model/real.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";

const START = Date.UTC(2026, 10, 23, 10);
const RUNS = ofProfile(60, 2_500);
const stories = fc.oneof(storyOf(steps), storyOf(quietSteps));

describe("R5 against the model", () => {
  test.each(
    seeds(
      ...ofProfile(
        [],
        Array.from({ length: 19 }, (_, index) => index + 1),
      ),
    ),
  )("seed %i", async (seed) => {
    const done = new Map<string, number>();
    let runs = 0;
    let sent = 0;
    const property = fc.asyncProperty(stories, async (story) => {
      const real = await Real.start(START);
      const model = new Model(START);
      runs += 1;
      try {
        for (const step of story) if (step.check(model)) await step.run(model, real);
      } finally {
        for (const [step, count] of real.done) done.set(step, (done.get(step) ?? 0) + count);
        sent += real.sent.length;
        await real.close();
      }
    });
    const { failed, counterexample, errorInstance, counterexamplePath } = await fc.check(property, {
      numRuns: RUNS,
      seed,
    });
    say(
      "R5",
      `seed ${seed}: ${runs} runs, ${sent} messages sent, steps ${JSON.stringify(Object.fromEntries([...done].sort()))}; otherwise than the model ${failed ? 1 : 0}`,
    );
    if (failed)
      throw new Error(`after ${counterexample?.[0].join(", ")} (path ${counterexamplePath})`, { cause: errorInstance });
    // Each kind of step was taken; in a short run a seldom one may be missing.
    expect(done.size).toBeGreaterThanOrEqual(ofProfile(KINDS - 2, KINDS));
  });
});

function storyOf(kinds: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  return fc.array(fc.oneof(...kinds), { minLength: 30, maxLength: 80, size: "max" });
}
