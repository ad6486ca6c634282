import { useId, useRef } from "react";
import { TextArea } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { useKnownVariables } from "../known-variables.ts";
import { isOptional } from "../schema-fields.ts";

/** A text of several lines; the chips under it put a variable where the cursor stands. */
export function MultilineField({ schema, meta, value, onChange, errors }: FieldProps) {
  const text = typeof value === "string" ? value : "";
  const variables = useKnownVariables();
  const box = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const change = (next: string) => onChange(next === "" && isOptional(schema) ? undefined : next);
  const insert = (name: string) => {
    const area = box.current?.querySelector("textarea");
    const from = area?.selectionStart ?? text.length;
    const to = area?.selectionEnd ?? text.length;
    const put = `{{ ${name} }}`;
    change(text.slice(0, from) + put + text.slice(to));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + put.length, from + put.length);
    });
  };
  return (
    <div ref={box}>
      <TextArea
        label={meta.label}
        hint={meta.help}
        placeholder={meta.placeholder}
        {...(meta.maxLength === undefined ? {} : { limit: meta.maxLength })}
        error={errors.get("")}
        rows={Math.min(10, Math.max(3, text.split("\n").length + Math.floor(text.length / 44)))}
        value={text}
        onChange={change}
      />
      {variables.length > 0 && !meta.plain && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of chips
        <div className="variable-chips" role="group" aria-labelledby={helpId}>
          <span id={helpId}>Insert</span>
          {variables.slice(0, 8).map((name) => (
            <button key={name} type="button" className="sample" onClick={() => insert(name)}>
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
