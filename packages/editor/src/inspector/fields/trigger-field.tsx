import type { Widget } from "@sluice/shared/nodes/definition";
import { z } from "zod";
import { readerZone } from "../../ui/say-time.ts";
import { Select } from "../../ui/select.tsx";
import { errorsBelow } from "../field-errors.ts";
import type { FieldProps } from "../field-props.ts";
import { bare, schemaFields, words } from "../schema-fields.ts";
import { Field } from "./field.tsx";

/** One of several kinds, each with its own fields (a discriminated union on `kind`). */
export function TriggerField({ schema, meta, value, onChange, errors }: FieldProps) {
  const union = bare(schema);
  const options = union instanceof z.ZodDiscriminatedUnion ? (union.options as z.ZodType[]) : [];
  const kindOf = (option: z.ZodType) => {
    const kind = (bare(option) as z.ZodObject<{ kind: z.ZodLiteral<string> }>).shape.kind;
    return kind.value;
  };
  const current = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const chosen = options.find((option) => kindOf(option) === current["kind"]);
  return (
    <div className="fields">
      <Select
        label={meta.label}
        value={typeof current["kind"] === "string" ? current["kind"] : null}
        options={options.map((option) => ({
          value: kindOf(option),
          label: KIND_WORDS[kindOf(option)] ?? words(kindOf(option)),
        }))}
        onChange={(kind) =>
          onChange(
            initialOf(
              options.find((option) => kindOf(option) === kind),
              kind,
            ),
          )
        }
      />
      {errors.get("") && <p className="field-error">{errors.get("")}</p>}
      {chosen &&
        schemaFields(chosen)
          .filter((field) => field.key !== "kind")
          .map((field) => (
            <Field
              key={field.key}
              widget={field.widget}
              schema={field.schema}
              meta={field.meta}
              value={current[field.key]}
              errors={errorsBelow(errors, field.key)}
              onChange={(next) => {
                const { [field.key]: _before, ...rest } = current;
                onChange(next === undefined ? rest : { ...rest, [field.key]: next });
              }}
            />
          ))}
    </div>
  );
}

const KIND_WORDS: Record<string, string> = {
  keyword: "A word they write",
  "any-message": "Any first message",
  button: "A template's button",
  referral: "An ad or a post",
  api: "The API",
  campaign: "A campaign",
  schedule: "A schedule",
};

const INITIAL: Partial<Record<Widget, unknown>> = {
  words: ["hello"],
  recurrence: "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0",
  "time-zone": readerZone,
};

/** What a newly chosen kind starts with: the least its schema takes. */
function initialOf(option: z.ZodType | undefined, kind: string): Record<string, unknown> {
  const initial: Record<string, unknown> = { kind };
  for (const { key, schema, widget } of option ? schemaFields(option) : []) {
    if (key === "kind" || schema.safeParse(undefined).success) continue;
    initial[key] = INITIAL[widget] ?? "";
  }
  return initial;
}
