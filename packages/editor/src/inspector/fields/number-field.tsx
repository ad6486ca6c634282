import { useEffect, useState } from "react";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { isOptional } from "../schema-fields.ts";

/** A number; what is being typed stays as it is until it is one. */
export function NumberField({ schema, meta, value, onChange, errors }: FieldProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value from elsewhere (undo) replaces what is shown
  useEffect(() => {
    if (Number(text) !== value) setText(value === undefined ? "" : String(value));
  }, [value]);
  return (
    <TextField
      type="number"
      inputMode="numeric"
      label={meta.label}
      hint={meta.help}
      error={errors.get("")}
      value={text}
      onChange={(next) => {
        setText(next);
        if (next.trim() === "") onChange(isOptional(schema) ? undefined : next);
        else if (Number.isFinite(Number(next))) onChange(Number(next));
      }}
    />
  );
}
