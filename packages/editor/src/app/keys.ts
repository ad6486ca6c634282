/** Single-letter keys. They work only when nobody is typing, and can be switched off in Settings. */
import { useEffect, useRef } from "react";
import { create } from "zustand";

const KEY = "sluice.letter-keys";

export const useLetterKeys = create<{ on: boolean; set(on: boolean): void }>((set) => ({
  on: stored(),
  set(on) {
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // Storage may be forbidden; the choice then lasts until the page is closed.
    }
    set({ on });
  },
}));

/** Runs `bindings["j"]` on J and so on, `bindings["shift r"]` on Shift R, while the calling component is shown. */
export function useKeys(bindings: Record<string, () => void>): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!useLetterKeys.getState().on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const action = latest.current[event.shiftKey ? `shift ${event.key.toLowerCase()}` : event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** True in fields and wherever a menu, list box or dialog takes the keys. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], [role='menu'], [role='listbox'], [role='dialog']") !==
      null
  );
}

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}
