import { useEffect, useRef } from "react";
import { useEditor } from "../canvas/editor-context.ts";
import { findingKey } from "../canvas/flow-lint.ts";
import { announce } from "../ui/live-region.tsx";
import { pinFinding } from "./pin-finding.ts";
import { plainWords } from "./said.tsx";

/** F8 and Shift F8 go from problem to problem, wherever the focus is. */
export function useProblemKeys(): void {
  const editor = useEditor();
  const latest = useRef(editor);
  latest.current = editor;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F8") return;
      event.preventDefault();
      const { lint, ui } = latest.current;
      const findings = lint.findings.filter((finding) => !finding.suppressed);
      if (findings.length === 0) return announce("No problems");
      const at = findings.findIndex((finding) => findingKey(finding) === ui.getState().pinned);
      const by = event.shiftKey ? -1 : 1;
      const next = findings[at < 0 && by < 0 ? findings.length - 1 : (at + by + findings.length) % findings.length];
      if (!next) return;
      pinFinding(latest.current, next);
      ui.getState().set({ problemsOpen: true });
      announce(`${next.severity}, ${next.certainty}: ${plainWords(next.message)}`);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
