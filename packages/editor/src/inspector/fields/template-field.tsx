import { bodyOf, headerOf, parametersOf, type Template, templateKey } from "@sluice/shared/flow/template";
import { LIMITS, lengthOf } from "@sluice/shared/messages/limits";
import { type Slot, slotsOf } from "@sluice/shared/nodes/template/fill-template";
import { useEditor } from "../../canvas/editor-context.ts";
import { addTemplate } from "../../document/commands/add-template.ts";
import { CategoryChip, categories } from "../../ui/category.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { parametersIn } from "../template-parameters.ts";
import { useNodeConfig } from "../use-node-config.ts";
import { UploadFile } from "./upload-file.tsx";

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
      slotsOf(template).flatMap(({ keys }) =>
        keys.flatMap((key) => (before[key] === undefined ? [] : [[key, before[key]]])),
      ),
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

/** Characters that are left for it beside the fixed text; null: not bounded by any. */
function roomFor(template: Template, slot: Slot): number | null {
  const fixed = (text: string) => lengthOf(text.replace(/\{\{[^}]*\}\}/g, ""));
  const left = (limit: number, text: string, among: number) =>
    Math.max(0, Math.floor((limit - fixed(text)) / Math.max(1, among)));
  const { header, body } = parametersOf(template);
  switch (slot.kind) {
    case "header":
      return left(LIMITS.template.header, headerOf(template)?.text ?? "", header.length);
    case "text":
      return slot.keys[0]?.startsWith("card.") ? null : left(LIMITS.template.body, bodyOf(template), body.length);
    case "link":
      return LIMITS.template.buttons.urlLength;
    case "code":
      return LIMITS.template.buttons.code;
    default:
      return null;
  }
}

function sampleFor(template: Template, slot: Slot): string | null {
  const position = parametersOf(template).body.indexOf(slot.keys[0] ?? "");
  return position < 0 ? null : (samplesOf(template)[position] ?? null);
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
        <SlotField
          key={slot.keys[0]}
          slot={slot}
          template={template}
          values={values}
          error={firstError(errors, slot)}
          onChange={(next) =>
            change(
              `fill in ${slot.label}`,
              { parameters: Object.keys(next).length > 0 ? next : undefined },
              { coalesce: `parameter ${slot.keys[0]}` },
            )
          }
        />
      ))}
    </div>
  );
}

function SlotField({
  slot,
  template,
  values,
  error,
  onChange,
}: {
  slot: Slot;
  template: Template;
  values: Record<string, string>;
  error: string | undefined;
  onChange: (values: Record<string, string>) => void;
}) {
  const sample = sampleFor(template, slot);
  const limit = roomFor(template, slot);
  const key = slot.keys.find((candidate) => values[candidate] !== undefined) ?? slot.keys[0] ?? "";
  const set = (text: string) => {
    const next = Object.fromEntries(Object.entries(values).filter(([known]) => !slot.keys.includes(known)));
    if (text === "") return onChange(next);
    // An upload is named by its id, everything else by its address.
    const [first = "", second] = slot.keys;
    const target = slot.kind === "media" ? (/^(https?:|\{\{)/i.test(text) ? first : (second ?? first)) : key;
    onChange({ ...next, [target]: text });
  };
  const field = (
    <TextField
      label={sample ? `${slot.label} · ${sample}` : slot.label}
      {...(limit === null ? {} : { limit })}
      value={values[key] ?? ""}
      error={error}
      placeholder={PLACEHOLDERS[slot.kind] ?? "Text or {{ variable }}"}
      onChange={set}
    />
  );
  if (slot.kind !== "media") return field;
  return (
    <div className="grid gap-2">
      {field}
      <div>
        <UploadFile onKept={({ id }) => set(id)} />
      </div>
    </div>
  );
}

/** By name, or by the place in a list. */
function firstError(errors: ReadonlyMap<string, string>, { keys }: Slot): string | undefined {
  const paths = keys.flatMap((key) => [`parameters.${key}`, `parameters[${Number(key) - 1}]`]);
  return paths.map((path) => errors.get(path)).find((error) => error !== undefined);
}

const PLACEHOLDERS: Partial<Record<Slot["kind"], string>> = {
  media: "https://… or the id of an upload",
  offer: "2026-11-27T23:59:00Z",
};
