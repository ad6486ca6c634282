import { useId } from "react";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { useKnownVariables } from "../known-variables.ts";
import { isOptional } from "../schema-fields.ts";

/** The name of a variable; those that are known are offered. */
export function VariableField({ schema, meta, value, onChange, errors }: FieldProps) {
  const names = useKnownVariables();
  const id = useId();
  return (
    <>
      <TextField
        label={meta.label}
        hint={meta.help}
        error={errors.get("")}
        list={id}
        spellCheck={false}
        autoCapitalize="off"
        value={typeof value === "string" ? value : ""}
        onChange={(text) => onChange(text === "" && isOptional(schema) ? undefined : text)}
      />
      <datalist id={id}>
        {names
          .filter((name) => !name.includes("."))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </>
  );
}
