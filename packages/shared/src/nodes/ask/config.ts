import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { FreeFormContent } from "../../messages/outgoing.ts";
import { expressionText, field, filledText, timeoutField, variableName } from "../fields.ts";

export const ANSWERS = ["text", "number", "date", "email", "phone", "choice", "media", "location"] as const;

export const askSchema = z.strictObject({
  text: field(filledText(10_000, 1), {
    label: "Question",
    widget: "multiline",
    maxLength: LIMITS.interactive.body,
  }),
  answer: field(z.enum(ANSWERS), { label: "The answer is", widget: "select" }),
  choices: field(
    z
      .array(z.strictObject({ id: z.string().min(1).max(200), title: filledText(200, 1) }))
      .min(1)
      .max(LIMITS.list.rows.max)
      .optional(),
    {
      label: "Choices",
      help: "Up to three become buttons, up to ten a list.",
      widget: "choices",
      maxLength: LIMITS.list.rowTitle,
    },
  ),
  rule: field(expressionText.optional(), {
    label: "And it must hold",
    help: "An expression; the answer is called answer.",
    widget: "expression",
  }),
  variable: field(variableName, { label: "Remember the answer as", widget: "variable" }),
  tries: field(z.int().min(1).max(10).optional(), {
    label: "Ask at most",
    help: "Times, 3 unless you set another; then it leaves by invalid.",
    widget: "number",
  }),
  timeout: timeoutField,
});
export type AskConfig = z.infer<typeof askSchema>;

export const DEFAULT_ASKS = 3;

/** The question as a message: choices as buttons or as a list, everything else as text. */
export function askContent(config: AskConfig, resolve: (text: string) => string): FreeFormContent {
  const body = resolve(config.text);
  const choices =
    config.answer === "choice"
      ? (config.choices ?? []).map((choice) => ({ id: choice.id, title: resolve(choice.title) }))
      : [];
  if (choices.length === 0) return { kind: "text", text: body };
  if (choices.length <= LIMITS.buttons.max && choices.every((choice) => choice.title.length <= LIMITS.buttons.title))
    return { kind: "buttons", body, buttons: choices };
  return { kind: "list", body, label: "Choose", sections: [{ rows: choices }] };
}
