import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** Small text under the label. */
  hint?: string;
  /** A sign before the label. */
  glyph?: ReactNode;
  disabled?: boolean;
}

/** One of several. `label` names it; `hideLabel` leaves it to screen readers. */
export function Select<Value extends string>({
  label,
  hideLabel = false,
  value,
  options,
  onChange,
  placeholder,
  disabled = false,
}: {
  label: string;
  hideLabel?: boolean;
  value: Value | null;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
  placeholder?: string;
  disabled?: boolean;
}) {
  const chosen = options.find((option) => option.value === value);
  return (
    <div>
      {!hideLabel && (
        <div className="field-label">
          <span>{label}</span>
        </div>
      )}
      <Base.Root
        value={value}
        disabled={disabled}
        modal={false}
        onValueChange={(next) => {
          if (next !== null) onChange(next as Value);
        }}
      >
        <Base.Trigger className="field" aria-label={chosen ? `${label}: ${chosen.label}` : label}>
          <span className="one-line">{chosen?.label ?? <span className="quiet">{placeholder ?? "Choose"}</span>}</span>
          <ChevronDown aria-hidden />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="popup-layer">
            <Base.Popup className="popup">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled ?? false}
                  className="popup-item"
                >
                  {option.glyph}
                  <Base.ItemText>
                    <span className="block">{option.label}</span>
                    {option.hint && <span className="block text-[12px] leading-4 text-ink-3">{option.hint}</span>}
                  </Base.ItemText>
                  <Base.ItemIndicator className="end">
                    <Check size={14} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
