import { bodyOf, headerOf, parametersOf, type Template, templateKey } from "@sluice/shared/flow/template";
import { LIMITS, lengthOf } from "@sluice/shared/messages/limits";
import { useEditor } from "../../canvas/editor-context.ts";
import { addTemplate } from "../../document/commands/add-template.ts";
import { CategoryChip, categories } from "../../ui/category.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { parametersIn } from "../template-parameters.ts";
import { useNodeConfig } from "../use-node-config.ts";

/** Which template is sent, and what stands in its placeholders. It also sets `language` and `parameters`. */
export function TemplateField({ meta, errors }: FieldProps) {
  const { context, document, templates } = useEditor();
  const { config, change } = useNodeConfig();
  const known = new Map<string, Template>();
  for (const template of [...(document.templates ?? []), ...templates])
    known.set(templateKey(template.name, template.language), template);
  const name = String(config["name"] ?? "");
  const language = String(config["language"] ?? "");
  const key = templateKey(name, language);
  const chosen = context.template(name, language);
  const options = [...known].map(([id, template]) => ({
    value: id,
    label: `${template.name} · ${template.language}`,
    hint: `${categories[template.category].word}, ${template.status.toLowerCase()}`,
  }));
  const pick = (id: string) => {
    const template = known.get(id);
    if (!template) return;
    const before = parametersIn(config["parameters"]);
    const kept = Object.fromEntries(
      slotsOf(template).flatMap((slot) => (before[slot.key] === undefined ? [] : [[slot.key, before[slot.key]]])),
    );
    change(
      `take template ${template.name}`,
      { name: template.name, language: template.language, parameters: Object.keys(kept).length > 0 ? kept : undefined },
      { also: (flow) => addTemplate(flow, template) },
    );
  };
  return (
    <div className="fields">
      <Select
        label={meta.label}
        hideLabel
        value={known.has(key) ? key : null}
        options={options}
        placeholder={name ? `${name} · ${language} is not known` : "Choose a template"}
        onChange={pick}
      />
      {errors.get("") && <p className="field-error">{errors.get("")}</p>}
      {options.length === 0 && (
        <p className="field-hint">
          No templates are known yet. They come from the account (Templates), or with a flow file.
        </p>
      )}
      {chosen && (
        <div className="template-chips">
          <CategoryChip category={chosen.category} />
          <Chip tone={chosen.status === "APPROVED" ? "auth" : chosen.status === "PENDING" ? "warn" : "bad"}>
            {chosen.status.charAt(0) + chosen.status.slice(1).toLowerCase()}
          </Chip>
        </div>
      )}
      {chosen && <Parameters template={chosen} />}
    </div>
  );
}

interface Slot {
  /** As the config names it: "1", "name", "header.1", "button.0". */
  key: string;
  label: string;
  /** Characters that are left for it beside the fixed text. */
  limit: number;
  sample: string | null;
}

function slotsOf(template: Template): Slot[] {
  const { header, body, buttons } = parametersOf(template);
  const fixed = (text: string) => lengthOf(text.replace(/\{\{[^}]*\}\}/g, ""));
  const left = (limit: number, text: string, among: number) =>
    Math.max(0, Math.floor((limit - fixed(text)) / Math.max(1, among)));
  const headerText = headerOf(template)?.text ?? "";
  const samples = samplesOf(template);
  return [
    ...header.map((name) => ({
      key: `header.${name}`,
      label: `Header ${name}`,
      limit: left(LIMITS.template.header, headerText, header.length),
      sample: null,
    })),
    ...body.map((name, index) => ({
      key: name,
      label: name,
      limit: left(LIMITS.template.body, bodyOf(template), body.length),
      sample: samples[index] ?? null,
    })),
    ...buttons.map(({ index }) => ({
      key: `button.${index}`,
      label: `Link of button ${index + 1}`,
      limit: LIMITS.template.buttons.urlLength,
      sample: null,
    })),
  ];
}

/** What the template's author gave as an example for the body. */
function samplesOf(template: Template): string[] {
  const body = template.components.find((component) => component.type.toUpperCase() === "BODY");
  const example = body?.example as { body_text?: unknown } | undefined;
  const rows = Array.isArray(example?.body_text) ? example.body_text : [];
  const row: unknown = Array.isArray(rows[0]) ? rows[0] : rows;
  return Array.isArray(row) ? row.map(String) : [];
}

function Parameters({ template }: { template: Template }) {
  const { config, errors, change } = useNodeConfig();
  const slots = slotsOf(template);
  const values = parametersIn(config["parameters"]);
  if (slots.length === 0) return null;
  return (
    <div className="parameter-grid" data-wide={slots.length === 1 || undefined}>
      {slots.map((slot) => (
        <TextField
          key={slot.key}
          label={slot.sample ? `${slot.label} · ${slot.sample}` : slot.label}
          limit={slot.limit}
          value={values[slot.key] ?? ""}
          error={errors.get(`parameters.${slot.key}`) ?? errors.get(`parameters[${Number(slot.key) - 1}]`)}
          placeholder="Text or {{ variable }}"
          onChange={(text) => {
            const next = { ...values, [slot.key]: text };
            if (text === "") delete next[slot.key];
            change(
              `fill in ${slot.label}`,
              { parameters: Object.keys(next).length > 0 ? next : undefined },
              { coalesce: `parameter ${slot.key}` },
            );
          }}
        />
      ))}
    </div>
  );
}
