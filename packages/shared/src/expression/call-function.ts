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
  locale?: string;
}

/** Fits the values to the parameters, pays for their length, calls, and checks what comes out. */
export function callFunction(name: string, values: readonly Json[], around: Surroundings, run: Run, place: Span): Json {
  const definition = functions.get(name);
  if (!definition) return run.fail(place, `there is no function ${name}`);
  const fitted: (Json | undefined)[] = [];
  for (const [index, parameter] of definition.parameters.entries()) {
    if (parameter.rest) {
      fitted.push(values.slice(index));
      break;
    }
    const given = values[index] ?? null;
    // An optional one that is missing or null stays undefined, so that `run` can give its usual value.
    if (given === null && parameter.optional) {
      fitted.push(undefined);
      continue;
    }
    const value = fitTo(given, parameter, run, place);
    if (value === null && parameter.kind !== "any") return null;
    fitted.push(value);
  }
  if (run.exhausted) return null;
  const call: Call = {
    now: around.now,
    timeZone: around.timeZone,
    locale: around.locale,
    spend: (cost) => run.spend(cost),
    text: (value) => toText(value, run, place),
    isIn: (part, whole) => isIn(part, whole, run, place),
    isEqual: (one, other) => run.spend(1) && isEqual(one, other, run),
    fail: (message) => run.fail(place, message),
  };
  return checked(definition.run(fitted, call), run, place);
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
