/** Templates of the account, as last read from it. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { instant, pageOf, templateDocument } from "./values.ts";

export const templateRow = z
  .object({
    name: z.string(),
    language: z.string(),
    category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]),
    status: z.string(),
    template: templateDocument,
    syncedAt: instant,
    /** Flows whose draft uses it. */
    usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: "TemplateRow" });

export type TemplateRow = z.infer<typeof templateRow>;

export const listTemplates = endpoint({
  method: "GET",
  path: "/api/templates",
  summary: "Templates as last read from the account",
  tag: "templates",
  answer: pageOf(templateRow),
});

export const putTemplates = endpoint({
  method: "PUT",
  path: "/api/templates",
  summary: "Replace what is known of the templates, as Graph's message_templates returns them",
  tag: "templates",
  body: z.strictObject({ templates: z.array(templateDocument).max(10_000) }),
  answer: pageOf(templateRow),
  refusals: [422],
});

export const syncTemplates = endpoint({
  method: "POST",
  path: "/api/templates/sync",
  summary: "Read the templates from the account now",
  tag: "templates",
  answer: z.object({ count: z.int() }),
});
