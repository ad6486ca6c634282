/**
 * In CI every property test plays the same cases each time: whether a change lands must not hang on luck. Elsewhere the
 * seed is a new one each run; a failure prints it.
 */
import { fc } from "@fast-check/vitest";

const FIXED_SEED = 20_261_121;

if (process.env["CI"] && !process.env["RANDOM_SEED"])
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: FIXED_SEED });
