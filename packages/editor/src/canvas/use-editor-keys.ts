import { useEffect, useRef } from "react";
import { isTyping, useLetterKeys } from "../app/keys.ts";
import { announce } from "../ui/live-region.tsx";
import { useEditor } from "./editor-context.ts";

/** Keys that work wherever the focus is in the editor: undo, find, publish, the next pane. */
export function useEditorKeys(): void {
  const editor = useEditor();
  const latest = useRef(editor);
  latest.current = editor;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { ui, store } = latest.current;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const inDialog = event.target instanceof Element && event.target.closest("[role='dialog']") !== null;
      if (inDialog) return;
      const act = () => {
        if (command && key === "z" && !isTypingText(event.target)) {
          const name = event.shiftKey ? store.getState().redo() : store.getState().undo();
          announce(name ? `${event.shiftKey ? "Redone" : "Undone"}: ${name}` : "Nothing more to undo");
          return true;
        }
        if (command && key === "y" && !isTypingText(event.target)) {
          store.getState().redo();
          return true;
        }
        if (command && (key === "f" || key === "k")) {
          ui.getState().set({ searching: true });
          return true;
        }
        if (command && event.key === "Enter") {
          ui.getState().set({ dialog: "publish" });
          return true;
        }
        if (event.key === "?" && !command && !isTyping(event.target) && useLetterKeys.getState().on) {
          ui.getState().set({ dialog: "keys" });
          return true;
        }
        if (event.key === "F6") return nextPane(event.shiftKey ? -1 : 1);
        if (event.key === "L" && event.shiftKey && !command && !isTyping(event.target)) {
          ui.getState().set({ listView: !ui.getState().listView });
          return true;
        }
        if (event.key === "Escape" && !isTyping(event.target) && (ui.getState().pinned || ui.getState().previewed)) {
          ui.getState().set({ pinned: null, previewed: null });
          return true;
        }
        return false;
      };
      if (!event.defaultPrevented && act()) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** While a text is typed, undo is the field's own, except in fields that write to the document at once. */
function isTypingText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input, textarea, [contenteditable]") &&
    target.closest("#inspector") === null
  );
}

function nextPane(by: number): boolean {
  const panes = [...document.querySelectorAll<HTMLElement>(".editor-top, #canvas, #list-view, #problems, #inspector")];
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  if (!next) return false;
  const inside =
    next.id === "canvas" ? next : next.querySelector<HTMLElement>("button, a, input, textarea, [tabindex='0']");
  (inside ?? next).focus();
  return true;
}
