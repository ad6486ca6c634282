import { type Template, templateKey } from "@sluice/shared/flow/template";
import { useEditor } from "../../canvas/editor-context.ts";
import { addTemplate } from "../../document/commands/add-template.ts";
import { categories } from "../../ui/category.tsx";
import { Select } from "../../ui/select.tsx";
import type { FieldProps } from "../field-props.ts";
import { useNodeConfig } from "../use-node-config.ts";

const ANY = "";

/** Which template is asked about, or none in particular. It also sets `language`. */
export function TemplateAskedField({ meta, errors }: FieldProps) {
  const { document, templates } = useEditor();
  const { config, change } = useNodeConfig();
  const known = new Map<string, Template>();
  for (const template of [...(document.templates ?? []), ...templates])
    known.set(templateKey(template.name, template.language), template);
  const name = String(config["template"] ?? "");
  const chosen = [...known].find(
    ([, template]) =>
      template.name === name && (config["language"] === undefined || template.language === config["language"]),
  )?.[0];
  const pick = (key: string) => {
    const template = known.get(key);
    change(
      template ? `ask about ${template.name}` : "ask about any offer",
      { template: template?.name, language: template?.language },
      template ? { also: (flow) => addTemplate(flow, template) } : {},
    );
  };
  return (
    <div>
      <Select
        label={meta.label}
        value={name === "" ? ANY : (chosen ?? null)}
        placeholder={`${name} is not known`}
        options={[
          { value: ANY, label: "Any offer" },
          ...[...known].map(([value, template]) => ({
            value,
            label: `${template.name} · ${template.language}`,
            hint: categories[template.category].word,
          })),
        ]}
        onChange={pick}
      />
      {errors.get("") ? (
        <p className="field-error">{errors.get("")}</p>
      ) : (
        meta.help && <p className="field-hint">{meta.help}</p>
      )}
    </div>
  );
}
