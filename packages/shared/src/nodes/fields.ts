/** Parts of config schemas that several node types share. Labels and help become the form. */
import { z } from "zod";
import { compileExpression } from "../expression/compile-expression.ts";
import type { ExpressionError } from "../expression/fault.ts";
import { LIMITS as EXPRESSION_LIMITS } from "../expression/limits.ts";
import { compileText } from "../expression/text-template.ts";
import { VARIABLE_NAME, VARIABLE_NAME_EXPECTED } from "../flow/variable-name.ts";
import { DAY, type Duration, parseDuration, sayDuration } from "../time/duration.ts";
import type { FieldMeta } from "./definition.ts";

export const DEFAULT_TIMEOUT = "P3D";

/** Attaches what the form needs to a schema. */
export function field<Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta({ ...meta }) as Schema;
}

/** A text that may hold `{{ expressions }}`; what does not parse is refused with its place. */
export function filledText(max: number, min = 0) {
  return (min > 0 ? z.string().min(min) : z.string()).max(max).superRefine((source, context) => {
    const compiled = compileText(source);
    if (!compiled.ok) for (const error of compiled.errors) context.addIssue(issueOf(error));
  });
}

/** One expression, without braces. */
export const expressionText = z
  .string()
  .min(1)
  .max(EXPRESSION_LIMITS.source)
  .superRefine((source, context) => {
    const compiled = compileExpression(source);
    if (!compiled.ok) context.addIssue(issueOf(compiled.error));
  });

function issueOf({ message, at }: ExpressionError) {
  return { code: "custom" as const, message: `${message} (at character ${at + 1})` };
}

export const durationText = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, "a duration such as PT2H or P3D, more than zero");

export const timeoutField = field(durationText.optional(), {
  label: "No answer after",
  help: "Counted from delivery. 3 days unless you set another.",
  widget: "duration",
  usual: DEFAULT_TIMEOUT,
});

export const variableName = z.string().regex(VARIABLE_NAME, VARIABLE_NAME_EXPECTED);

/** What happened, as programs name it: "order.paid". */
export const eventName = z
  .string()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:-]{0,99}$/u,
    "a name of letters, digits, dots, dashes and _, such as order.paid",
  );

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
