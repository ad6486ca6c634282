import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { ButtonsContent } from "../../messages/outgoing.ts";
import { field, filledText, timeoutField, variableField } from "../fields.ts";
import { headerContent, headerField } from "../header.ts";

export const buttonsSchema = z.strictObject({
  header: headerField,
  body: field(filledText(10_000, 1), {
    label: "Text",
    widget: "multiline",
    maxLength: LIMITS.interactive.body,
  }),
  footer: field(filledText(1_000).optional(), { label: "Footer", maxLength: LIMITS.interactive.footer }),
  buttons: field(
    z
      .array(z.strictObject({ id: z.string().min(1).max(256), title: filledText(200, 1) }))
      .min(1)
      .max(10),
    {
      label: "Buttons",
      help: "One to three. Each is a way out.",
      widget: "choices",
      maxLength: LIMITS.buttons.title,
    },
  ),
  variable: variableField,
  timeout: timeoutField,
});
export type ButtonsConfig = z.infer<typeof buttonsSchema>;

export function buttonsContent(config: ButtonsConfig, resolve: (text: string) => string): ButtonsContent {
  return {
    kind: "buttons",
    ...headerContent(config.header, resolve),
    body: resolve(config.body),
    ...(config.footer ? { footer: resolve(config.footer) } : {}),
    buttons: config.buttons.map((button) => ({ id: button.id, title: resolve(button.title) })),
  };
}
