import type { LucideIcon } from "lucide-react";

export interface Segment<Id extends string> {
  id: Id;
  label: string;
  icon?: LucideIcon;
}

/** A few choices side by side, one pressed: filters, modes, this or that. */
export function Segmented<Id extends string>({
  label,
  segments,
  value,
  onChange,
  size = "md",
  fill = false,
}: {
  label: string;
  segments: readonly Segment<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  size?: "md" | "sm";
  /** Share the width equally. */
  fill?: boolean;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as an inline row of buttons
    <div role="group" aria-label={label} className={`seg ${size === "sm" ? "seg-sm" : ""} ${fill ? "seg-fill" : ""}`}>
      {segments.map(({ id, label: text, icon: Icon }) => (
        <button key={id} type="button" aria-pressed={id === value} onClick={() => onChange(id)}>
          {Icon && <Icon aria-hidden />}
          {text}
        </button>
      ))}
    </div>
  );
}
