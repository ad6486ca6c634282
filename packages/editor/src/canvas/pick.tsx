import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { CardTone } from "./card.ts";
import { NodeIcon } from "./node-icon.tsx";
import "./pick.css";

export interface PickOption {
  id: string;
  title: string;
  hint?: ReactNode;
  /** At the right: an effect, a key. */
  end?: ReactNode;
  icon: string;
  tone: CardTone;
  /** A heading stands before it. */
  heading?: string | undefined;
}

interface PickProps {
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  options: readonly PickOption[];
  empty: ReactNode;
  onPick: (id: string) => void;
  onClose: () => void;
  /** Keys it takes before the list does. */
  onKey?: (key: string) => boolean;
  onDragStart?: (id: string, transfer: DataTransfer) => void;
  /** Where it opens, in screen pixels; the middle of the canvas otherwise. */
  at?: { x: number; y: number } | null;
  /** Opens above the dock. */
  overDock?: boolean;
}

/** A field and what matches it, over the canvas: nodes to add, nodes to lead to, places to go to. */
export function Pick({
  label,
  placeholder,
  query,
  onQuery,
  options,
  empty,
  onPick,
  onClose,
  onKey,
  onDragStart,
  at,
  overDock,
}: PickProps) {
  const id = useId();
  const [active, setActive] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const chosen = options[Math.min(active, options.length - 1)];

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener("pointerdown", outside, true);
    return () => window.removeEventListener("pointerdown", outside, true);
  }, [onClose]);
  useEffect(() => {
    root.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  });

  const press = (event: React.KeyboardEvent) => {
    if (onKey?.(event.key)) return event.preventDefault();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      setActive((before) => (Math.min(before, options.length - 1) + step + options.length) % options.length);
      event.preventDefault();
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      onPick(chosen.id);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };

  const drawn = (
    <div
      ref={root}
      className="pick float"
      data-over-dock={overDock || undefined}
      data-at={at ? "" : undefined}
      style={at ? placed(at) : undefined}
    >
      <input
        ref={field}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setActive(0);
          onQuery(event.target.value);
        }}
        onKeyDown={press}
      />
      <p className="pick-label">{label}</p>
      <div id={`${id}-list`} role="listbox" aria-label={label} className="pick-list">
        {options.map((option) => (
          <div key={option.id} role="presentation">
            {option.heading && (
              <p className="pick-heading" role="presentation">
                {option.heading}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and takes the keys */}
            <div
              id={`${id}-${option.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={option === chosen}
              className={`pick-option tone-${option.tone}`}
              draggable={onDragStart !== undefined}
              onDragStart={(event) => onDragStart?.(option.id, event.dataTransfer)}
              onPointerMove={() => setActive(options.indexOf(option))}
              onClick={() => onPick(option.id)}
            >
              <span className="tile">
                <NodeIcon name={option.icon} />
              </span>
              <span className="words">
                <b>{option.title}</b>
                {option.hint && <small>{option.hint}</small>}
              </span>
              {option.end}
            </div>
          </div>
        ))}
        {options.length === 0 && <p className="pick-empty">{empty}</p>}
      </div>
    </div>
  );
  return at ? createPortal(drawn, window.document.body) : drawn;
}

/** Beside the pointer, and within the window. */
function placed(at: { x: number; y: number }): CSSProperties {
  return {
    position: "fixed",
    left: Math.max(8, Math.min(at.x + 8, window.innerWidth - 348)),
    top: Math.max(8, Math.min(at.y - 20, window.innerHeight - 400)),
  };
}
