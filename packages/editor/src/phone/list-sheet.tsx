import { ChevronRight, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { IconButton } from "../ui/button.tsx";
import type { TapTarget } from "./control.ts";

/** The rows of a list message, sliding up inside the phone. Esc closes it. */
export function ListSheet({
  label,
  sections,
  onPick,
  onClose,
}: {
  label: string;
  sections: readonly { title: string | undefined; rows: TapTarget[] }[];
  onPick: (row: TapTarget) => void;
  onClose: () => void;
}) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="sheet-veil">
      <div
        className="sheet"
        role="dialog"
        aria-label={label}
        ref={sheet}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
        }}
      >
        <header>
          <span className="flex-1">{label}</span>
          <IconButton icon={X} label="Close" onClick={onClose} />
        </header>
        <div>
          {sections.map((section, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sections of a sent message never move
            <section key={index}>
              {section.title && <h3>{section.title}</h3>}
              {section.rows.map((row) => (
                <button type="button" className="row" key={row.id} onClick={() => onPick(row)}>
                  <span>
                    {row.title}
                    {row.description && <small>{row.description}</small>}
                  </span>
                  <ChevronRight size={16} className="text-ink-3" aria-hidden />
                </button>
              ))}
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}
