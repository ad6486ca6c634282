/** What happens to templates (WR §6). Null when the part that matters is missing. */
import type { Json } from "@sluice/shared/flow/json";
import { present, textOf } from "./read-json.ts";
import { hashed, type WebhookChange } from "./webhook-change.ts";
import type {
  TemplateCategoryChanged,
  TemplateComponentsChanged,
  TemplateQualityChanged,
  TemplateStatusChanged,
} from "./webhook-event.ts";

export function parseTemplateStatus(change: WebhookChange): TemplateStatusChanged | null {
  const status = textOf(change.value["event"]);
  if (status === undefined) return null;
  const reason = textOf(change.value["reason"]);
  const category = textOf(change.value["message_template_category"]);
  return present({ ...named(change), type: "template-status", status, reason, category });
}

export function parseTemplateQuality(change: WebhookChange): TemplateQualityChanged | null {
  const quality = textOf(change.value["new_quality_score"]);
  if (quality === undefined) return null;
  const previous = textOf(change.value["previous_quality_score"]);
  return present({ ...named(change), type: "template-quality", previous, quality });
}

export function parseTemplateCategory(change: WebhookChange): TemplateCategoryChanged | null {
  const category = textOf(change.value["new_category"]);
  if (category === undefined) return null;
  const previous = textOf(change.value["previous_category"]);
  const announced = textOf(change.value["correct_category"]);
  return present({ ...named(change), type: "template-category", previous, category, announced });
}

export function parseTemplateComponents(change: WebhookChange): TemplateComponentsChanged {
  return { ...named(change), type: "template-components", raw: change.value as Json };
}

function named(change: WebhookChange) {
  return {
    ...hashed(change, change.value),
    templateId: textOf(change.value["message_template_id"]) ?? "",
    name: textOf(change.value["message_template_name"]) ?? "",
    language: textOf(change.value["message_template_language"]) ?? "",
  };
}
