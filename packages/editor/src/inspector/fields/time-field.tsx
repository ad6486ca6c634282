import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { isOptional } from "../schema-fields.ts";

export function TimeField({ schema, meta, value, onChange, errors }: FieldProps) {
  return (
    <TextField
      type="time"
      label={meta.label}
      hint={meta.help}
      error={errors.get("")}
      value={typeof value === "string" ? value : ""}
      onChange={(text) => onChange(text === "" && isOptional(schema) ? undefined : text)}
    />
  );
}
