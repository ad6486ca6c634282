/** A template with sample values in its places, as the phone will show it, and its interactive twin. No React. */
import { interactiveTwin } from "@sluice/shared/caps/twin";
import { parametersOf, type Template } from "@sluice/shared/flow/template";
import type { FreeFormContent, TemplateContent } from "@sluice/shared/messages/outgoing";
import { fillTemplate } from "@sluice/shared/nodes/template/fill-template";

export function templateSample(template: Template): { content: TemplateContent; twin: FreeFormContent | null } {
  const content = fillTemplate(
    template,
    { name: template.name, language: template.language, parameters: samplesOf(template) },
    (text) => text,
  );
  return { content, twin: interactiveTwin(template, content) };
}

/** The account's own examples; where there are none the placeholder stays, so that one sees that something is missing. */
function samplesOf(template: Template): Record<string, string> {
  const wanted = parametersOf(template);
  const samples: Record<string, string> = {};
  const body = examplesOf(template, "BODY", "body_text");
  const header = examplesOf(template, "HEADER", "header_text");
  wanted.body.forEach((name, index) => {
    samples[name] = body[index] ?? `{{${name}}}`;
  });
  wanted.header.forEach((name, index) => {
    samples[`header.${name}`] = header[index] ?? `{{${name}}}`;
  });
  for (const { index } of wanted.buttons) samples[`button.${index}`] = "example";
  return samples;
}

/** `example.body_text` is a list of lists, `example.header_text` a list; named ones have `param_name` and `example`. */
function examplesOf(template: Template, part: string, key: string): string[] {
  const component = template.components.find((one) => one.type.toUpperCase() === part);
  const example = component?.example;
  if (typeof example !== "object" || example === null) return [];
  const values = Object.entries(example).find(([name]) => name.startsWith(key))?.[1];
  return flat(values);
}

function flat(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === "object" && value !== null && "example" in value) return flat(value.example);
  return [];
}
