import { Infinity as InfinityIcon, Minus, Plus } from "lucide-react";

/** How many marketing templates WhatsApp would still let through; null is unlimited. Steps: 0, 1, 2, … 9, unlimited. */
export function SlotsStepper({ slots, onChange }: { slots: number | null; onChange: (slots: number | null) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as an inline row of buttons
    <span className="stepper" role="group" aria-label="Marketing slots left">
      <button
        type="button"
        aria-label="Fewer"
        disabled={slots === 0}
        onClick={() => onChange(slots === null ? MOST : slots - 1)}
      >
        <Minus aria-hidden />
      </button>
      <output className="num grid place-items-center" aria-live="polite">
        {slots ?? <InfinityIcon aria-label="unlimited" />}
      </output>
      <button
        type="button"
        aria-label="More"
        disabled={slots === null}
        onClick={() => onChange((slots ?? 0) >= MOST ? null : (slots ?? 0) + 1)}
      >
        <Plus aria-hidden />
      </button>
    </span>
  );
}

const MOST = 9;

/** The same number as little boxes, at least three; nothing when it is unlimited. */
export function SlotPips({ slots }: { slots: number | null }) {
  if (slots === null) return <InfinityIcon size={14} className="text-marketing" aria-label="unlimited slots" />;
  const boxes = Math.min(6, Math.max(3, slots));
  return (
    <span className="pips" role="img" aria-label={`${slots} slots left`}>
      {Array.from({ length: boxes }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: boxes are alike
        <i key={index} data-off={index < slots ? undefined : ""} />
      ))}
    </span>
  );
}
