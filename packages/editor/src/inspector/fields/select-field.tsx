import { Select } from "../../ui/select.tsx";
import type { FieldProps } from "../field-props.ts";
import { choicesOfEnum, isOptional, words } from "../schema-fields.ts";

/** Words for values whose name alone does not say it in its place. */
const WORDS: Record<string, string> = {
  exact: "is the word",
  prefix: "begins with the word",
  contains: "contains the word",
  in: "wanted",
  out: "not wanted",
};

export function SelectField({ schema, meta, value, onChange, errors }: FieldProps) {
  const unset = { value: "", label: "As usual" };
  const choices = choicesOfEnum(schema).map((choice) => ({ value: choice, label: WORDS[choice] ?? words(choice) }));
  const parsed = schema.safeParse(undefined);
  const initial = parsed.success && typeof parsed.data === "string" ? parsed.data : null;
  const optional = isOptional(schema) && initial === null;
  return (
    <div>
      <Select
        label={meta.label}
        value={typeof value === "string" ? value : (initial ?? (optional ? "" : null))}
        options={optional ? [unset, ...choices] : choices}
        onChange={(next) => onChange(next === "" ? undefined : next)}
      />
      {errors.get("") ? (
        <p className="field-error">{errors.get("")}</p>
      ) : (
        meta.help && <p className="field-hint">{meta.help}</p>
      )}
    </div>
  );
}
