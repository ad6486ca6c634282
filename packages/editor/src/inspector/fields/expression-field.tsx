import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { isOptional } from "../schema-fields.ts";

export function ExpressionField({ schema, meta, value, onChange, errors }: FieldProps) {
  return (
    <TextField
      label={meta.label}
      hint={meta.help}
      placeholder={meta.placeholder}
      error={errors.get("")}
      className="code-text"
      spellCheck={false}
      autoCapitalize="off"
      value={typeof value === "string" ? value : ""}
      onChange={(text) => onChange(text === "" && isOptional(schema) ? undefined : text)}
    />
  );
}
