import type { Finding } from "@sluice/shared/lint/finding";
import { DoorOpen } from "lucide-react";
import { Fragment, useEffect, useRef, useState } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { findingKey } from "../canvas/flow-lint.ts";
import { unsuppress } from "../document/commands/suppress.ts";
import { Button } from "../ui/button.tsx";
import { FindingMark, findingWords } from "../ui/finding-mark.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { FixDialog } from "./fix-dialog.tsx";
import { pathWords, type Words } from "./path-words.ts";
import { pinFinding } from "./pin-finding.ts";
import { Said } from "./said.tsx";
import { SuppressForm } from "./suppress-form.tsx";

/** Looking along a path begins when the pointer rests, not when it passes. */
const REST = 120;

export function ProblemRow({ finding }: { finding: Finding }) {
  const editor = useEditor();
  const { ui, cards } = editor;
  const key = findingKey(finding);
  const pinned = useEditorUi((state) => state.pinned === key);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    if (ui.getState().previewed === key) ui.getState().set({ previewed: null });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the row goes
  useEffect(() => stop, []);
  const [fixing, setFixing] = useState(false);
  const [suppressing, setSuppressing] = useState(false);
  const canFix = finding.fixes.length > 0 && !finding.suppressed;
  const { code, node } = finding;
  const path = pinned ? pathWords(finding, cards) : null;
  return (
    <li
      className={`problem path-${finding.severity === "error" ? "bad" : finding.severity === "warning" ? "warn" : "water"}`}
      data-pinned={pinned || undefined}
      data-possible={finding.certainty === "possible" || undefined}
    >
      <div className="problem-line">
        <button
          type="button"
          className="problem-main"
          aria-pressed={pinned}
          onPointerEnter={() => {
            timer.current = setTimeout(() => ui.getState().set({ previewed: key }), REST);
          }}
          onPointerLeave={stop}
          onClick={() => {
            stop();
            pinFinding(editor, pinned ? null : finding);
          }}
        >
          <FindingMark
            severity={finding.severity}
            certainty={finding.certainty}
            label={findingWords(finding.severity, finding.certainty)}
          />
          <span className="text">
            <Said text={finding.message} />
            {finding.suppressed && (
              <small>
                Suppressed by {finding.suppressed.by}, {finding.suppressed.at.slice(0, 10)}: {finding.suppressed.reason}
              </small>
            )}
          </span>
          <span className="sure">
            {certainty(finding)}
            {finding.entryDependent && (
              <span title="Depends on how they come in.">
                <DoorOpen size={12} aria-label="depends on how they come in" />
              </span>
            )}
          </span>
        </button>
        {canFix && (
          <Button size="sm" variant="ghost" onClick={() => setFixing(true)}>
            Fix…
          </Button>
        )}
        {node !== null && !finding.suppressed && (
          <Button size="sm" variant="ghost" aria-expanded={suppressing} onClick={() => setSuppressing(!suppressing)}>
            Suppress…
          </Button>
        )}
        {node !== null && finding.suppressed && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() =>
              editor.store.getState().apply(`no longer suppress ${code}`, (flow) => unsuppress(flow, { code, node }))
            }
          >
            Take back
          </Button>
        )}
      </div>
      {suppressing && !finding.suppressed && <SuppressForm finding={finding} onClose={() => setSuppressing(false)} />}
      {fixing && <FixDialog finding={finding} onClose={() => setFixing(false)} />}
      {path && path.steps.length > 0 && (
        <ol className="problem-path">
          {path.steps.map((step) => (
            <li key={step.number}>
              <span className="n">{step.number}</span>
              <span>
                <Spoken words={step.words} />
              </span>
            </li>
          ))}
          {path.end && (
            <li>
              {path.end.gate && <GateGlyph state="held" size={18} />}
              <span>
                <Spoken words={path.end.words} />
              </span>
            </li>
          )}
        </ol>
      )}
    </li>
  );
}

/** "certain", "possible, if not ordered yet", "possible, handled on purpose". */
function certainty({ certainty: sure, assumes, severity }: Finding): string {
  const why = severity === "info" ? "handled on purpose" : assumes;
  return why ? `${sure}, ${why}` : sure;
}

function Spoken({ words }: { words: Words }) {
  return words.map((part, index) =>
    typeof part === "string" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, in their order
      <Fragment key={index}>{part}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, in their order
      <b key={index}>{part.strong}</b>
    ),
  );
}
