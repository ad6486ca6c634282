import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { ListContent } from "../../messages/outgoing.ts";
import { field, filledText, timeoutField, variableField } from "../fields.ts";

const row = z.strictObject({
  id: z.string().min(1).max(256),
  title: filledText(200, 1),
  description: filledText(500).optional(),
});

export const listSchema = z.strictObject({
  header: field(filledText(1_000).optional(), { label: "Header", maxLength: LIMITS.interactive.header }),
  body: field(filledText(10_000, 1), { label: "Text", widget: "multiline", maxLength: LIMITS.list.body }),
  footer: field(filledText(1_000).optional(), { label: "Footer", maxLength: LIMITS.interactive.footer }),
  label: field(filledText(200, 1), { label: "What opens the list", maxLength: LIMITS.list.label }),
  sections: field(
    z
      .array(z.strictObject({ title: filledText(200).optional(), rows: z.array(row).min(1).max(30) }))
      .min(1)
      .max(20),
    {
      label: "Rows",
      help: "Up to ten over all sections. Each is a way out.",
      widget: "sections",
      maxLength: LIMITS.list.rowTitle,
    },
  ),
  variable: variableField,
  timeout: timeoutField,
});
export type ListConfig = z.infer<typeof listSchema>;

export function rowsOf(config: ListConfig) {
  return config.sections.flatMap((section) => section.rows);
}

export function listContent(config: ListConfig, resolve: (text: string) => string): ListContent {
  return {
    kind: "list",
    ...(config.header ? { header: resolve(config.header) } : {}),
    body: resolve(config.body),
    ...(config.footer ? { footer: resolve(config.footer) } : {}),
    label: resolve(config.label),
    sections: config.sections.map(({ title, rows }) => ({
      ...(title ? { title: resolve(title) } : {}),
      rows: rows.map(({ id, title: name, description }) => ({
        id,
        title: resolve(name),
        ...(description ? { description: resolve(description) } : {}),
      })),
    })),
  };
}
