import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";

/** On or off, at once. The words stand at its left. */
export function Switch({
  label,
  checked,
  onChange,
  disabled = false,
}: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <label className="switch-row" htmlFor={id}>
      <span>{label}</span>
      <Base.Root
        id={id}
        className="switch"
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
      >
        <Base.Thumb />
      </Base.Root>
    </label>
  );
}
