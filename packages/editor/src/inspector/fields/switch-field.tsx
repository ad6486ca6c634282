import { Switch } from "../../ui/switch.tsx";
import type { FieldProps } from "../field-props.ts";

export function SwitchField({ meta, value, onChange }: FieldProps) {
  return (
    <div>
      <Switch label={meta.label} checked={value === true} onChange={onChange} />
      {meta.help && <p className="field-hint">{meta.help}</p>}
    </div>
  );
}
