import { diffFindings } from "@sluice/shared/lint/diff-findings";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { Minus, Pencil, Plus } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { plainWords } from "../problems/said.tsx";
import { type ChangeRow, changeRows } from "./change-words.ts";
import { useComparedRevision } from "./use-changes.ts";

const ICONS = { added: Plus, removed: Minus, changed: Pencil };

/** What differs between the draft and the chosen revision, in words; a press shows it on the canvas, field by field. */
export function RevisionChanges() {
  const { document, question } = useEditor();
  const { number, document: before } = useComparedRevision();
  const rows = useMemo(() => (before ? changeRows(before, document) : []), [before, document]);
  const findings = useMemo(() => {
    if (!before) return null;
    const standing = (flow: typeof before) =>
      lintFlow(flow, question).findings.filter((finding) => !finding.suppressed);
    return diffFindings(standing(before), standing(document));
  }, [before, document, question]);
  if (!before || !findings) return null;
  return (
    <section className="revision-changes" aria-label={`What differs from revision ${number}`}>
      <h3>
        {rows.length === 0 ? `The draft does the same as revision ${number}` : `What differs from revision ${number}`}
      </h3>
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <Change row={row} />
          </li>
        ))}
      </ul>
      {findings.appeared.length + findings.gone.length > 0 && (
        <>
          <h3>Findings</h3>
          <ul className="revision-findings">
            {findings.appeared.map((finding, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two findings of a rule may differ in their path alone
              <li key={`+${at}`}>
                <Plus size={14} aria-label="new" />
                {plainWords(finding.message)}
              </li>
            ))}
            {findings.gone.map((finding, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two findings of a rule may differ in their path alone
              <li key={`-${at}`}>
                <Minus size={14} aria-label="gone" />
                <s>{plainWords(finding.message)}</s>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Change({ row }: { row: ChangeRow }) {
  const { ui } = useEditor();
  const shown = useEditorUi((state) => row.node !== null && state.lookAt?.node === row.node);
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const fields = useId();
  useEffect(() => {
    if (!shown) return;
    setOpen(true);
    root.current?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  const Icon = ICONS[row.change];
  return (
    <div ref={root} className="change" data-change={row.change} data-shown={shown || undefined}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={fields}
        onClick={() => {
          setOpen(!open);
          if (row.node !== null && !open) ui.getState().set({ lookAt: { node: row.node } });
        }}
      >
        <Icon size={14} aria-label={row.change} />
        <span>{row.title}</span>
      </button>
      <ul id={fields} hidden={!open}>
        {row.says.length === 0 && <li>{WHOLE[row.change]}</li>}
        {row.says.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}

const WHOLE = { added: "It is new.", removed: "It is gone.", changed: "It differs." };
