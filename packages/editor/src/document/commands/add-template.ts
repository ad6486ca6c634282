import type { FlowDocument } from "@sluice/shared/flow/document";
import { type Template, templateKey } from "@sluice/shared/flow/template";

/** Puts a copy of a template into the file, so that the flow can be checked anywhere. An older copy is replaced. */
export function addTemplate(flow: FlowDocument, template: Template): FlowDocument {
  const key = templateKey(template.name, template.language);
  const others = (flow.templates ?? []).filter((other) => templateKey(other.name, other.language) !== key);
  return { ...flow, templates: [...others, template] };
}
