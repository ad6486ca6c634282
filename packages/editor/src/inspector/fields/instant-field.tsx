import { useId } from "react";
import { readerZone } from "../../ui/say-time.ts";
import type { FieldProps } from "../field-props.ts";
import { isOptional } from "../schema-fields.ts";

/** A day, or a day with its time. */
export function InstantField({ schema, meta, value, onChange, errors }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        <span>{meta.label}</span>
      </label>
      <InstantInput id={id} value={value} onChange={onChange} optional={isOptional(schema)} />
      {errors.get("") ? (
        <p className="field-error">{errors.get("")}</p>
      ) : (
        meta.help && <p className="field-hint">{meta.help}</p>
      )}
    </div>
  );
}

/** Shown and typed in the reader's zone, kept in UTC. A day alone means its beginning where the contact lives. */
export function InstantInput({
  id,
  value,
  onChange,
  optional = false,
}: {
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  optional?: boolean;
}) {
  const text = typeof value === "string" ? value : "";
  return (
    <>
      <span className="field">
        <input
          id={id}
          type="datetime-local"
          value={localOf(text)}
          onChange={(event) => {
            const at = new Date(event.target.value);
            if (!Number.isNaN(at.getTime())) onChange(at.toISOString().replace(/:\d\d\.\d+Z$/, ":00Z"));
            else if (optional) onChange(undefined);
          }}
        />
      </span>
      <p className="field-hint">Time zone: {readerZone}</p>
    </>
  );
}

/** "2026-11-29T23:59:00Z" -> "2026-11-29T20:59" in São Paulo, as the browser's field wants it. */
function localOf(text: string): string {
  const at = new Date(text);
  if (text === "" || Number.isNaN(at.getTime())) return "";
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
