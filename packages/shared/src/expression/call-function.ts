import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";
import type { Call, Parameter } from "./functions/definition.ts";
import { functions } from "./functions.ts";
import { LIMITS } from "./limits.ts";
import { isEqual, isIn } from "./operators.ts";
import type { Run } from "./run.ts";
import type { Span } from "./tree.ts";
import { sayKind, tidyNumber, toNumber, toText } from "./values.ts";

interface Surroundings {
  now: Instant;
  timeZone: string;
  locale?: string | undefined;
}

/**
 * Fits the values to the parameters, pays for their length, calls, and checks what comes out. The list of values is handed
 * over: they are fitted in place.
 */
export function callFunction(name: string, values: Json[], around: Surroundings, run: Run, place: Span): Json {
  const definition = functions.get(name);
  if (!definition) return run.fail(place, `there is no function ${name}`);
  const { parameters } = definition;
  const fitted: (Json | undefined)[] = values;
  for (let index = 0; index < parameters.length; index += 1) {
    const parameter = parameters[index] as Parameter;
    if (parameter.rest) {
      fitted[index] = values.slice(index);
      break;
    }
    const given = values[index] ?? null;
    // An optional one that is missing or null stays undefined, so that `run` can give its usual value.
    if (given === null && parameter.optional) {
      fitted[index] = undefined;
      continue;
    }
    const value = fitTo(given, parameter, run, place);
    if (value === null && parameter.kind !== "any") return null;
    fitted[index] = value;
  }
  if (run.exhausted) return null;
  return checked(definition.run(fitted, new CallUnderWay(around, run, place)), run, place);
}

class CallUnderWay implements Call {
  readonly #around: Surroundings;
  readonly #run: Run;
  readonly #place: Span;

  constructor(around: Surroundings, run: Run, place: Span) {
    this.#around = around;
    this.#run = run;
    this.#place = place;
  }

  get now(): Instant {
    return this.#around.now;
  }

  get timeZone(): string {
    return this.#around.timeZone;
  }

  get locale(): string | undefined {
    return this.#around.locale;
  }

  spend(cost: number): boolean {
    return this.#run.spend(cost);
  }

  text(value: Json): string | null {
    return toText(value, this.#run, this.#place);
  }

  isIn(part: Json, whole: Json): boolean {
    return isIn(part, whole, this.#run, this.#place);
  }

  isEqual(one: Json, other: Json): boolean {
    return this.#run.spend(1) && isEqual(one, other, this.#run);
  }

  fail(message: string): null {
    return this.#run.fail(this.#place, message);
  }
}

function fitTo(value: Json, parameter: Parameter, run: Run, place: Span): Json {
  if (value === null || parameter.kind === "any") return value;
  if (parameter.kind === "list") {
    if (!Array.isArray(value)) return run.fail(place, `${parameter.name} must be a list, not ${sayKind(value)}`);
    return run.spend(value.length) ? value : null;
  }
  if (parameter.kind === "text") {
    if (typeof value === "object") return run.fail(place, `${parameter.name} must be a text, not ${sayKind(value)}`);
    return toText(value, run, place);
  }
  const number = toNumber(value);
  if (number === null) return run.fail(place, `${parameter.name} must be a number, not ${sayKind(value)}`);
  if (parameter.kind === "whole" && !Number.isSafeInteger(number)) {
    return run.fail(place, `${parameter.name} must be a whole number`);
  }
  return number;
}

function checked(result: Json, run: Run, place: Span): Json {
  if (typeof result === "string" && result.length > LIMITS.output) {
    return run.fail(place, `the result is longer than ${LIMITS.output} characters`);
  }
  return typeof result === "number" ? tidyNumber(result) : result;
}
