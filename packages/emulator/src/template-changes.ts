/** Changes of templates and the webhooks they cause (WR §6). */
import type { TemplateCategory, TemplateRecord } from "./template-book.ts";
import { seconds, type World } from "./world.ts";

/** `reason` belongs to REJECTED and FLAGGED. Resolves after the first try to deliver. */
export async function changeTemplateStatus(
  world: World,
  template: TemplateRecord,
  status: string,
  reason?: string,
): Promise<boolean> {
  template.status = status === "REINSTATED" ? "APPROVED" : status;
  template.rejected_reason = status === "REJECTED" ? (reason ?? "INVALID_FORMAT") : undefined;
  return tell(world, template, "message_template_status_update", {
    event: status,
    message_template_category: template.category,
    reason: reason ?? (status === "REJECTED" ? "INVALID_FORMAT" : "NONE"),
  });
}

/**
 * `at: "now"` moves it and tells; `"announced"` only says where it will go (`correct_category`), as Meta does a day before.
 */
export async function changeTemplateCategory(
  world: World,
  template: TemplateRecord,
  category: TemplateCategory,
  at: "now" | "announced",
): Promise<boolean> {
  if (at === "announced") {
    template.correct_category = category;
    return tell(world, template, "template_category_update", {
      new_category: template.category,
      correct_category: category,
    });
  }
  const previous = template.category;
  template.category = category;
  template.previous_category = previous;
  template.correct_category = undefined;
  // A time to live belongs to a category and goes with it.
  template.message_send_ttl_seconds = undefined;
  return tell(world, template, "template_category_update", { previous_category: previous, new_category: category });
}

function tell(world: World, template: TemplateRecord, field: string, more: Record<string, unknown>): Promise<boolean> {
  world.listeners.tell({ type: "template", name: template.name });
  const value = {
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    ...more,
  };
  return world.webhooks.send({ field, value, time: seconds(world.clock.now()) });
}
