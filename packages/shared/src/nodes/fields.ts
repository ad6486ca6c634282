/** Parts of config schemas that several node types share. Labels and help become the form. */
import { z } from "zod";
import { DAY, type Duration, parseDuration, sayDuration } from "../time/duration.ts";
import type { FieldMeta } from "./definition.ts";

export const DEFAULT_TIMEOUT = "P3D";

/** Attaches what the form needs to a schema. */
export function field<Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta({ ...meta }) as Schema;
}

export const durationText = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, "a duration such as PT2H or P3D, more than zero");

export const timeoutField = field(durationText.optional(), {
  label: "No answer after",
  help: "Counted from delivery. 3 days unless you set another.",
  widget: "duration",
});

export const variableName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u, "a name begins with a letter and has letters, digits and _");

export const variableField = field(variableName.optional(), {
  label: "Remember the answer as",
  help: "A variable of this session. Use it later as {{ name }}.",
  widget: "variable",
});

/** Milliseconds of a config's timeout. */
export function timeoutOf(text: string | undefined): Duration {
  return parseDuration(text ?? DEFAULT_TIMEOUT) ?? 3 * DAY;
}

/** The note at the right of a "No answer" row. */
export function timeoutNote(text: string | undefined): string {
  return sayDuration(timeoutOf(text));
}
