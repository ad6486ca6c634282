import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { type ReactNode, useState } from "react";
import { useEditor } from "../canvas/editor-context.ts";
import { Segmented } from "../ui/segmented.tsx";
import { errorsBelow } from "./field-errors.ts";
import { Field } from "./fields/field.tsx";
import { TriggerField } from "./fields/trigger-field.tsx";
import { type FormSection, formSections, isShown, usualValue } from "./node-forms.ts";
import { type SchemaField, schemaFields } from "./schema-fields.ts";
import { useNodeConfig } from "./use-node-config.ts";

/** The form of a node type, made from its schema: its first section, what stands between, and the others. */
export function NodeForm({
  definition,
  errors,
  children,
}: {
  definition: NodeDefinition;
  errors: ReadonlyMap<string, string>;
  children: ReactNode;
}) {
  const { config } = useNodeConfig();
  const fields = schemaFields(definition.schema).filter(
    (field) => field.widget !== "hidden" && isShown(definition.type, field.key, config),
  );
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const sections = formSections(
    definition.type,
    fields.map((field) => field.key),
  );
  const own = errors.get("");
  const drawn = sections.map((section) => {
    const shown = section.keys.flatMap((key) => byKey.get(key) ?? []);
    return (
      <section className="sect" key={section.title}>
        {sections.length > 1 && <h3>{section.title}</h3>}
        <div className="fields">
          {section.exclusive ? (
            <Exclusive fields={shown} section={section} errors={errors} />
          ) : (
            shown.map((field) => <FormField key={field.key} field={field} errors={errors} />)
          )}
        </div>
      </section>
    );
  });
  return (
    <>
      {drawn[0]}
      {own && <p className="field-error insp-help">{own}</p>}
      {children}
      {drawn.slice(1)}
    </>
  );
}

function FormField({ field, errors }: { field: SchemaField; errors: ReadonlyMap<string, string> }) {
  const { context } = useEditor();
  const { node, config, change } = useNodeConfig();
  const usual = usualValue(node.type, field.key, config, context) ?? field.meta.usual;
  const props = {
    schema: field.schema,
    meta: field.meta,
    value: config[field.key] ?? usual,
    errors: errorsBelow(errors, field.key),
    onChange: (value: unknown) =>
      change(
        `change ${field.meta.label.toLowerCase()}`,
        { [field.key]: value === usual ? undefined : value },
        { coalesce: field.key },
      ),
  };
  return field.widget === "trigger" ? <TriggerField {...props} /> : <Field widget={field.widget} {...props} />;
}

const KIND_WORDS: Record<string, string> = {
  duration: "For a time",
  untilTime: "Until a time",
  untilDate: "Until a day",
};
const BEGIN: Record<string, string> = { duration: "PT1H", untilTime: "09:00" };

/** Several ways to say one thing: one is chosen, the others leave the config. */
function Exclusive({
  fields,
  section,
  errors,
}: {
  fields: SchemaField[];
  section: FormSection;
  errors: ReadonlyMap<string, string>;
}) {
  const { config, change } = useNodeConfig();
  const set = fields.find((field) => config[field.key] !== undefined) ?? fields[0];
  const [chosen, setChosen] = useState(set?.key ?? "");
  const field = fields.find((candidate) => candidate.key === (set && config[set.key] !== undefined ? set.key : chosen));
  const choose = (key: string) => {
    setChosen(key);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const values = Object.fromEntries(
      section.keys.map((other) => [other, other === key ? (BEGIN[key] ?? tomorrow) : undefined]),
    );
    change("change how long it waits", values);
  };
  return (
    <>
      <Segmented
        label={section.title}
        size="sm"
        fill
        segments={fields.map(({ key, meta }) => ({ id: key, label: KIND_WORDS[key] ?? meta.label }))}
        value={field?.key ?? ""}
        onChange={choose}
      />
      {field && <FormField field={field} errors={errors} />}
    </>
  );
}
