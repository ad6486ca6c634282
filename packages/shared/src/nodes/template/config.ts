import { z } from "zod";
import { DEFAULT_TRIES } from "../../caps/retry.ts";
import type { Template } from "../../flow/template.ts";
import { quickRepliesOf } from "../../flow/template.ts";
import { LIMITS } from "../../messages/limits.ts";
import { DAY, parseDuration } from "../../time/duration.ts";
import { type Instant, parseInstant } from "../../time/instant.ts";
import type { FlowContext } from "../definition.ts";
import { field, filledText, timeoutField } from "../fields.ts";

const DEFAULT_DEADLINE = "P7D";

const deadline = z
  .string()
  .refine(
    (text) => (parseDuration(text) ?? 0) > 0 || parseInstant(text) !== null,
    "a duration (P7D) or an instant (2026-11-29T23:59:00Z)",
  );

export const templateConfigSchema = z.strictObject({
  name: field(z.string().min(1).max(512), { label: "Template", widget: "template" }),
  language: field(z.string().min(2).max(20), { label: "Language", widget: "hidden" }),
  parameters: field(
    z.union([z.array(filledText(4_000)).max(100), z.record(z.string().max(100), filledText(4_000))]).optional(),
    {
      label: "Parameters",
      help: "By placeholder: 1, 2 or a name; header.1 or header.link for the header, button.0 for a button, card.0.… for a card. Values may use {{ }}.",
      widget: "hidden",
    },
  ),
  awaitDelivery: field(z.boolean().optional(), {
    label: "Wait until it is delivered",
    help: "On for marketing: a blocked message comes back as a late failure.",
    widget: "switch",
  }),
  waitForAnswer: field(z.boolean().optional(), {
    label: "Wait for the answer",
    help: "On when the template has quick replies.",
    widget: "switch",
  }),
  timeout: timeoutField,
  whenHeld: field(z.enum(["wait", "leave"]).optional(), {
    label: "While it is held",
    help: "Marketing only. Leave at once goes by expired.",
    widget: "select",
  }),
  deadline: field(deadline.optional(), {
    label: "Give up on",
    help: "Marketing only: a time span or an instant, over hold, retries and delivery. 7 days unless you set another.",
    widget: "duration",
  }),
  prefer: field(z.enum(["interactive", "template"]).optional(), {
    label: "Window open: send",
    help: "The interactive twin is not counted by the cap, and can be answered.",
    widget: "select",
  }),
  interactiveTwin: field(
    z
      .strictObject({
        header: filledText(1_000).optional(),
        body: filledText(4_000, 1),
        footer: filledText(1_000).optional(),
      })
      .optional(),
    {
      label: "Own words for the twin",
      help: `At most ${LIMITS.interactive.body} characters. Buttons stay those of the template.`,
      widget: "hidden",
    },
  ),
  retries: field(
    z
      .int()
      .min(1)
      .max(DEFAULT_TRIES * 2)
      .optional(),
    {
      label: "Tries when WhatsApp blocks it",
      help: "The first not before 24 h; never past the deadline.",
      widget: "number",
    },
  ),
});
export type TemplateConfig = z.infer<typeof templateConfigSchema>;

export const isMarketing = (template: Template | undefined): boolean => template?.category === "MARKETING";

export function templateOf(config: TemplateConfig, flow: FlowContext): Template | undefined {
  return flow.template(config.name, config.language);
}

export function waitsForAnswer(config: TemplateConfig, template: Template | undefined): boolean {
  return config.waitForAnswer ?? (template !== undefined && quickRepliesOf(template).length > 0);
}

/** Delivery stands between acceptance and the way on: default for marketing (T1). */
export function awaitsDelivery(config: TemplateConfig, template: Template | undefined): boolean {
  return config.awaitDelivery ?? isMarketing(template);
}

/** When the visit is given up (T4), from entering the node. */
export function deadlineAt(config: TemplateConfig, entered: Instant): Instant {
  const text = config.deadline ?? DEFAULT_DEADLINE;
  return parseInstant(text) ?? entered + (parseDuration(text) ?? 7 * DAY);
}

/** Null for an instant: how far away it is depends on the day somebody comes. */
export function deadlineSpan(config: TemplateConfig): number | null {
  return parseDuration(config.deadline ?? DEFAULT_DEADLINE);
}
