import { useEffect, useId, useState } from "react";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { durationParts, durationText, type Unit } from "../duration-parts.ts";
import type { FieldProps } from "../field-props.ts";
import { isOptional } from "../schema-fields.ts";
import { InstantInput } from "./instant-field.tsx";

const UNIT_OPTIONS = [
  { value: "seconds", label: "seconds" },
  { value: "minutes", label: "minutes" },
  { value: "hours", label: "hours" },
  { value: "days", label: "days" },
] as const;

const KINDS = [
  { id: "after", label: "After a time" },
  { id: "at", label: "At an instant" },
] as const;

/** A span of time as number and unit; where the schema takes an instant as well, one may name that instead. */
export function DurationField(props: FieldProps) {
  const { schema, meta, value, onChange, errors } = props;
  const mayBeInstant = schema.safeParse("2026-11-29T23:59:00Z").success;
  const isInstant = typeof value === "string" && /^\d{4}-/.test(value);
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        <span>{meta.label}</span>
      </label>
      {mayBeInstant && (
        <div className="span-kind">
          <Segmented
            label={meta.label}
            size="sm"
            fill
            segments={KINDS}
            value={isInstant ? "at" : "after"}
            onChange={(kind) =>
              onChange(
                kind === "at"
                  ? new Date(Date.now() + 7 * 86_400_000).toISOString().replace(/:\d\d\.\d+Z$/, ":00Z")
                  : "P7D",
              )
            }
          />
        </div>
      )}
      {isInstant ? (
        <InstantInput id={id} value={value} onChange={onChange} />
      ) : (
        <Span id={id} value={value} onChange={onChange} optional={isOptional(schema)} />
      )}
      {errors.get("") ? (
        <p className="field-error">{errors.get("")}</p>
      ) : (
        meta.help && <p className="field-hint">{meta.help}</p>
      )}
    </div>
  );
}

function Span({
  id,
  value,
  onChange,
  optional,
}: {
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  optional: boolean;
}) {
  const parts = typeof value === "string" ? durationParts(value) : null;
  const [text, setText] = useState(parts ? String(parts.amount) : "");
  const [unit, setUnit] = useState<Unit>(parts?.unit ?? "hours");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value from elsewhere (undo) replaces what is shown; the own one already is
  useEffect(() => {
    if (durationText(Number(text), unit) === value) return;
    setText(parts ? String(parts.amount) : "");
    if (parts) setUnit(parts.unit);
  }, [value]);
  const change = (nextText: string, nextUnit: Unit) => {
    setText(nextText);
    setUnit(nextUnit);
    if (nextText.trim() === "") return;
    const next = durationText(Number(nextText), nextUnit);
    if (next) onChange(next);
  };
  return (
    <div className="span-input">
      <span className="field">
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={1}
          step="any"
          value={text}
          onChange={(event) => change(event.target.value, unit)}
          onBlur={() => {
            if (text.trim() === "" && optional) onChange(undefined);
          }}
        />
      </span>
      <Select label="Unit" hideLabel value={unit} options={UNIT_OPTIONS} onChange={(next) => change(text, next)} />
    </div>
  );
}
