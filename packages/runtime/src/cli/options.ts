/** What was typed behind a command's name; what cannot be understood is a UsageError, one line. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./command.ts";

type OptionsConfig = NonNullable<ParseArgsConfig["options"]>;

export function readArguments<const Config extends OptionsConfig>(argv: readonly string[], options: Config) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new UsageError(says.split(". To specify")[0]?.replace(/\.?$/, ".") ?? says);
  }
}

/** At least one file; standard input once at most. */
export function readFiles(positionals: readonly string[]): string[] {
  if (positionals.length === 0) throw new UsageError("no file was named.");
  if (positionals.filter((file) => file === "-").length > 1) throw new UsageError("standard input can be read once.");
  return [...positionals];
}

/** Exactly these, in this order: `exactly(positionals, "the old file", "the new file")`. */
export function exactly(positionals: readonly string[], ...names: readonly string[]): string[] {
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} was not named.`);
  const extra = positionals[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one too many.`);
  return readFiles(positionals);
}

export function oneOf<Value extends string>(
  option: string,
  given: string | undefined,
  known: readonly Value[],
  otherwise: Value,
): Value {
  if (given === undefined) return otherwise;
  const found = known.find((value) => value === given);
  if (found === undefined) throw new UsageError(`${option} is "${given}"; ${known.join(", ")} are known.`);
  return found;
}
