/**
 * R3: people, a business and WhatsApp for a month, with everything that goes wrong, on virtual time: lost requests and
 * answers, late and doubled webhooks, blocks, deaths at any call of the store, full disks, clocks that are set, publications
 * while people talk. Nothing is lost, done twice, out of order, early, or sent against the gate, a window, a stop or a
 * deadline; in the end everybody who writes gets an answer (R20), and the timeline explains what became of everything. The
 * same seed gives the same month.
 *
 * Mutations it was seen to fail with: what was in flight at a death queued again (shown twice); a disk that refuses holding
 * up nothing (out of order); the outcome of a send forgotten when the disk refuses; no window asked for free-form; no
 * second decision when a send is claimed; a message given up, or of unknown outcome, without a line that says so; no
 * deadline.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { simulate } from "./simulation/simulate.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";

/** Ids and chance come from the seed too, or a run could not be repeated. */
const chance = vi.hoisted(() => ({ ids: 0 }));
vi.mock("../src/store/ids.ts", () => ({
  newId: (prefix: string, now: number) => {
    chance.ids += 1;
    return `${prefix}_${String(Math.floor(now)).padStart(14, "0")}${String(chance.ids).padStart(8, "0")}`;
  },
}));

function repeatable(seed: number): void {
  chance.ids = 0;
  const random = new Random(seed + 1);
  vi.spyOn(Math, "random").mockImplementation(() => random.next());
}

describe("R3 a month", () => {
  beforeEach(() => {
    vi.restoreAllMocks();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(
    seeds(
      ...ofProfile(
        [1, 2],
        Array.from({ length: 20 }, (_, index) => index + 1),
      ),
    ),
  )("seed %i", async (seed) => {
    repeatable(seed);
    const began = performance.now();
    const people = ofProfile(60, 2_000);
    const { broken, counts, trace } = await simulate(seed, people, 30);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    say(
      "R3",
      `seed ${seed}: ${people} people, 30 days in ${seconds} s; ${JSON.stringify(counts)}; broken ${broken.length}; trace ${trace}`,
    );
    expect(broken.slice(0, 20)).toEqual([]);
  });

  test("the same seed, the same month", async () => {
    repeatable(7);
    const first = await simulate(7, 20, 6);
    repeatable(7);
    const again = await simulate(7, 20, 6);
    expect(again).toEqual(first);
    repeatable(8);
    expect((await simulate(8, 20, 6)).trace).not.toBe(first.trace);
  });
});
