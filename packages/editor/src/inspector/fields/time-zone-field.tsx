import { useId } from "react";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";

const ZONES = Intl.supportedValuesOf("timeZone");

/** An IANA time zone, with those the browser knows to choose from. */
export function TimeZoneField({ meta, value, onChange, errors }: FieldProps) {
  const id = useId();
  return (
    <>
      <TextField
        label={meta.label}
        hint={meta.help}
        error={errors.get("")}
        placeholder="Europe/Berlin"
        list={id}
        spellCheck={false}
        value={typeof value === "string" ? value : ""}
        onChange={onChange}
      />
      <datalist id={id}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
