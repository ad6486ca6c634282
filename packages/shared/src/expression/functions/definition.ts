import type { Json } from "../../flow/json.ts";
import type { Instant } from "../../time/instant.ts";

/**
 * What a function takes. `text` also takes numbers, true and false; `number` also texts that read as one; `whole` is a
 * number without fraction. Null for any of these makes the call null without a note, so that unset names pass through;
 * for `any` it is handed over.
 */
interface Kinds {
  any: Json;
  text: string;
  number: number;
  whole: number;
  list: Json[];
}

export type ParameterKind = keyof Kinds;

export interface Parameter {
  name: string;
  kind: ParameterKind;
  optional?: true;
  /**
   * Texts only, and only those that stand written in the source: null when the function can take it, else why not, as the
   * end of a sentence. Other values are the function's own care.
   */
  check?: (value: string) => string | null;
  /** Last one only: takes all values that are left, at least one. Handed over as a list. */
  rest?: true;
}

/** What a function may use besides its values. */
export interface Call {
  now: Instant;
  timeZone: string;
  locale: string | undefined;
  /** Ask before work that grows beyond the length of the values, which is paid already. False: stop. */
  spend(cost: number): boolean;
  /** The value as people read it; null, noted, when it is too long. */
  text(value: Json): string | null;
  isIn(part: Json, whole: Json): boolean;
  isEqual(one: Json, other: Json): boolean;
  /** Notes why there is no result, and gives null. Never quotes values. */
  fail(message: string): null;
}

export type Example = readonly [source: string, value: Json];

export interface FunctionDefinition {
  name: string;
  parameters: readonly Parameter[];
  /** One line for people. */
  help: string;
  /** Evaluated by functions.test.ts at 2026-11-23T10:00:00Z in America/Sao_Paulo, where it is 07:00 on a Monday. */
  examples: readonly Example[];
  /** Values are of the kinds asked for; ends, does not throw; its result may be too long, which is checked after it. */
  run(values: readonly (Json | undefined)[], call: Call): Json;
}

type Value<P> = P extends { kind: infer K extends ParameterKind }
  ? P extends { rest: true }
    ? Kinds[K][]
    : P extends { optional: true }
      ? Kinds[K] | undefined
      : Kinds[K]
  : never;

type Values<P extends readonly Parameter[]> = { -readonly [I in keyof P]: Value<P[I]> };

/** Gives `run` the types that its parameters promise; call-function.ts sees to it that they hold. */
export function defineFunction<const P extends readonly Parameter[]>(
  definition: Omit<FunctionDefinition, "parameters" | "run"> & {
    parameters: P;
    run(values: Values<P>, call: Call): Json;
  },
): FunctionDefinition {
  return { ...definition, run: (values, call) => definition.run(values as Values<P>, call) };
}
