/** How much is proved: the profile of every landing, or with `pnpm proof --long` what takes minutes each. */
const LONG: boolean = process.env["PROOF_LONG"] === "1";

/** `ofProfile(200, 10_000)`: runs on every landing, and in the long profile. */
export function ofProfile<Amount>(landing: Amount, long: Amount): Amount {
  return LONG ? long : landing;
}

/** Of every landing, which must not depend on luck: what a new seed finds is mended, not met by whoever lands next. */
const LANDING_SEED = 20_261_121;

/** The seeds of a run: `PROOF_SEED=7 pnpm proof r3` repeats one, else those given; with `--long` also one never tried before. */
export function seeds(...known: number[]): number[] {
  const asked = process.env["PROOF_SEED"];
  if (asked !== undefined) return [Number(asked)];
  return LONG || known.length === 0 ? [...known, seedOf()] : known;
}

/** The seed of a property: `PROOF_SEED`, or with `--long` one never tried before. Printed with what was done. */
export function seedOf(): number {
  return Number(process.env["PROOF_SEED"] ?? (LONG ? Date.now() % 1_000_000_007 : LANDING_SEED));
}

/** What was done, for whoever reads the output: `R3 seed 7: 200 contacts …`. */
export function say(id: string, text: string): void {
  process.stdout.write(`${id} ${text}\n`);
}
