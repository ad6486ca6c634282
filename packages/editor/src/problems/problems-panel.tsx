import type { Finding, Severity } from "@sluice/shared/lint/finding";
import { ChevronDown, ChevronUp, ListFilter } from "lucide-react";
import { useState } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { unsuppress } from "../document/commands/suppress.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { FindingMark } from "../ui/finding-mark.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useProblemKeys } from "./problem-keys.ts";
import { ProblemRow } from "./problem-row.tsx";
import "./problems.css";

/** Rows drawn at once. */
const MOST = 100;

type Filter = "all" | "certain" | "possible";

const FILTERS = [
  { id: "all", label: "All" },
  { id: "certain", label: "Certain" },
  { id: "possible", label: "Possible" },
] as const;

/** What lint found, worst first; a row looks along its path when it is hovered and stays on it when it is pressed. */
export function ProblemsPanel() {
  const { lint, ui } = useEditor();
  const open = useEditorUi((state) => state.problemsOpen);
  const [filter, setFilter] = useState<Filter>("all");
  const [byRule, setByRule] = useState(false);
  useProblemKeys();
  const active = lint.findings.filter((finding) => !finding.suppressed);
  const suppressed = lint.findings.filter((finding) => finding.suppressed);
  const shown = active.filter((finding) => filter === "all" || finding.certainty === filter);
  const [most, setMost] = useState(MOST);
  const listed = shown.slice(0, most);
  const groups = byRule ? grouped(listed, (finding) => finding.code) : [{ name: null, findings: listed }];
  const toggle = () => ui.getState().set({ problemsOpen: !open, previewed: null });
  return (
    <section className="problems" aria-label="Problems" id="problems" data-open={open || undefined}>
      <div className="pane-head">
        <h2>Problems</h2>
        <Tally findings={shown} />
        {open && (
          <div className="pane-tools">
            <Segmented label="Certainty" size="sm" segments={FILTERS} value={filter} onChange={setFilter} />
            <Button size="sm" variant="ghost" icon={ListFilter} onClick={() => setByRule(!byRule)}>
              {byRule ? "By rule" : "By node"}
            </Button>
          </div>
        )}
        <IconButton
          size="sm"
          icon={open ? ChevronDown : ChevronUp}
          label={open ? "Fold problems" : "Show problems"}
          aria-expanded={open}
          onClick={toggle}
        />
      </div>
      {open && (
        <div className="problem-list">
          {active.length === 0 && (
            <p className="no-problems">
              No problems on any path. {lint.report.pathsChecked} {lint.report.pathsChecked === 1 ? "path" : "paths"}{" "}
              checked.
            </p>
          )}
          {active.length > 0 && shown.length === 0 && <p className="no-problems">No {filter} problems.</p>}
          {groups.map((group) => (
            <div key={group.name}>
              {group.name && <h3 className="problem-group">{group.name}</h3>}
              <ul>
                {group.findings.map((finding, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two findings of a rule may differ in their path alone
                  <ProblemRow key={`${finding.code} ${finding.node} ${finding.port} ${index}`} finding={finding} />
                ))}
              </ul>
            </div>
          ))}
          {shown.length > most && (
            <Button size="sm" variant="ghost" className="more-problems" onClick={() => setMost(most + MOST)}>
              Show {Math.min(MOST, shown.length - most)} of {shown.length - most} more
            </Button>
          )}
          <Suppressed findings={suppressed} />
        </div>
      )}
    </section>
  );
}

const WORDS: Record<Severity, string> = { error: "error", warning: "warning", info: "note", hint: "hint" };

function Tally({ findings }: { findings: readonly Finding[] }) {
  const kinds = (["error", "warning", "info", "hint"] as const).map((severity) => ({
    severity,
    number: findings.filter((finding) => finding.severity === severity).length,
  }));
  return (
    <div className="tally">
      {kinds
        .filter(({ number }) => number > 0)
        .map(({ severity, number }) => (
          <span key={severity}>
            <FindingMark severity={severity} size={14} />
            {number} {WORDS[severity]}
            {number === 1 ? "" : "s"}
          </span>
        ))}
    </div>
  );
}

/** What is meant, with its reasons, and reasons that nothing is left of. */
function Suppressed({ findings }: { findings: readonly Finding[] }) {
  const { document, cards, store } = useEditor();
  const met = new Set(findings.map(({ code, node }) => `${code} ${node}`));
  const idle = (document.suppressions ?? []).filter(({ code, node }) => !met.has(`${code} ${node}`));
  if (findings.length + idle.length === 0) return null;
  return (
    <details className="suppressed">
      <summary>
        {findings.length} suppressed, each with its reason
        {idle.length > 0 && `; ${idle.length} ${idle.length === 1 ? "reason" : "reasons"} without a finding`}
      </summary>
      <ul>
        {idle.map((suppression) => (
          <li key={`${suppression.code} ${suppression.node}`} className="problem idle-suppression">
            <span>
              Nothing is found any more by <code>{suppression.code}</code> at{" "}
              <b>{cards.get(suppression.node)?.title ?? suppression.node}</b>. {suppression.by},{" "}
              {suppression.at.slice(0, 10)}: {suppression.reason}
            </span>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => store.getState().apply("remove a suppression", (flow) => unsuppress(flow, suppression))}
            >
              Remove
            </Button>
          </li>
        ))}
        {findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is as it stands in the file
          <ProblemRow key={index} finding={finding} />
        ))}
      </ul>
    </details>
  );
}

function grouped(
  findings: readonly Finding[],
  by: (finding: Finding) => string,
): { name: string; findings: Finding[] }[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(by(finding), [...(groups.get(by(finding)) ?? []), finding]);
  return [...groups].map(([name, list]) => ({ name, findings: list }));
}
