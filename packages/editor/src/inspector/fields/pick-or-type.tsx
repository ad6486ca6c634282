import { useState } from "react";
import { Select, type SelectOption } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

const OTHER = "\n";

/** One of those that are known by name, or an id that is typed. */
export function PickOrType({
  label,
  options,
  value,
  other,
  hint,
  error,
  onChange,
}: {
  label: string;
  options: readonly SelectOption<string>[];
  value: string;
  /** What the free entry is called: "Another id…" */
  other: string;
  hint?: string | undefined;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const [typing, setTyping] = useState(false);
  const known = options.some((option) => option.value === value);
  return (
    <div className="pick-or-type">
      <Select
        label={label}
        value={typing ? OTHER : known ? value : null}
        options={[...options, { value: OTHER, label: other }]}
        placeholder={value === "" ? "Choose" : `“${value}” is not here`}
        onChange={(next) => {
          setTyping(next === OTHER);
          if (next !== OTHER) onChange(next);
        }}
      />
      {typing && (
        <TextField
          label={`${label}: id`}
          hideLabel
          className="code-text"
          spellCheck={false}
          autoCapitalize="off"
          value={value}
          onChange={onChange}
        />
      )}
      {error ? <p className="field-error">{error}</p> : hint && <p className="field-hint">{hint}</p>}
    </div>
  );
}
