import type { Finding } from "@sluice/shared/lint/finding";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useMemo, useState } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { findingKey } from "../canvas/flow-lint.ts";
import { plainWords, Said } from "../problems/said.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { FindingMark, findingWords } from "../ui/finding-mark.tsx";
import { count } from "../ui/say-time.ts";
import { Select } from "../ui/select.tsx";
import { TextArea } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";
import { sayChanges } from "./changes.ts";
import { editorKeys, publishFlow, type WaitingChoice } from "./flow-api.ts";
import { useChanges, usePublishedDocument, useRevisions } from "./use-changes.ts";
import { useLive } from "./use-live.ts";
import "./publish.css";

/** What publishing would bring and take away; a reason is asked when there are errors, and kept. */
export function PublishDialog() {
  const { ui } = useEditor();
  const open = useEditorUi((state) => state.dialog === "publish");
  return open ? <OpenDialog onClose={() => ui.getState().set({ dialog: null })} /> : null;
}

function OpenDialog({ onClose }: { onClose: () => void }) {
  const { store, autosave, document, lint, question, cards } = useEditor();
  const client = useQueryClient();
  const changes = useChanges();
  const published = usePublishedDocument();
  const { revisions } = useRevisions();
  const live = useLive(true);
  const [reason, setReason] = useState("");
  const [choices, setChoices] = useState<Record<string, WaitingChoice>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);

  const before = useMemo(() => (published ? lintFlow(published, question).findings : []), [published, question]);
  const now = lint.findings.filter((finding) => !finding.suppressed);
  const keys = new Set(now.map(likeness));
  const oldKeys = new Set(before.map(likeness));
  const fresh = now.filter((finding) => !oldKeys.has(likeness(finding)));
  const gone = before.filter((finding) => !finding.suppressed && !keys.has(likeness(finding)));
  const errors = now.filter((finding) => finding.severity === "error");
  const next = (revisions[0]?.number ?? 0) + 1;
  const waiting = [...(live?.rows.values() ?? [])].filter((row) => row.count > 0);

  const publish = async () => {
    setBusy(true);
    setFault(null);
    try {
      if (!(await autosave.flush()))
        throw new Error("The draft could not be saved, so nothing was published. See the word beside the flow's name.");
      const { flowId, version } = store.getState();
      const why = errors.length > 0 ? reason.trim() : null;
      const { revision, flow, waiting: settled } = await publishFlow(flowId, version, why, choices);
      store.getState().markSaved(store.getState().saved, flow.version);
      client.setQueryData(editorKeys.draft(flowId), flow);
      await client.invalidateQueries({ queryKey: editorKeys.revisions(flowId) });
      await client.invalidateQueries({ queryKey: ["flows"] });
      say(`Revision ${revision.number} is published`, saySettled(settled));
      onClose();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width={620}
      title={`Publish revision ${next}`}
      description={`${document.name}. ${changes ? sayChanges(changes) : `${count(document.nodes.length, "node")}, published for the first time.`}`}
      footer={
        <>
          <span className="note">Nothing is sent by publishing.</span>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={busy || (errors.length > 0 && reason.trim() === "")}
            onClick={() => void publish()}
          >
            {errors.length > 0 ? "Publish anyway" : "Publish"}
          </Button>
        </>
      }
    >
      <div className="publish-delta">
        <div>
          <h3>{published ? "New with this revision" : "Findings"}</h3>
          {fresh.length === 0 ? (
            <p className="quiet">{published ? "No new findings." : "No problems on any path."}</p>
          ) : (
            <Findings findings={fresh} />
          )}
          {published && now.length > fresh.length && (
            <p className="quiet">{count(now.length - fresh.length, "finding")} as before.</p>
          )}
        </div>
        <div>
          <h3>Gone with this revision</h3>
          {gone.length === 0 ? (
            <p className="quiet">Nothing.</p>
          ) : (
            <ul>
              {gone.map((finding) => (
                <li key={findingKey(finding)} className="gone">
                  <Check aria-hidden />
                  <s>{plainWords(finding.message)}</s>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {waiting.length > 0 && (
        <div className="publish-people">
          <h3>{count(live?.running ?? 0, "person is", "people are")} in this flow now</h3>
          <p>They stay on their revision and finish there, unless you choose otherwise for a node.</p>
          <ul>
            {waiting.map((row) => (
              <li key={row.node}>
                <span>
                  {count(row.count, "person", "people")} at <b>{cards.get(row.node)?.title ?? row.node}</b>
                  {row.held > 0 && `, ${row.held} held`}
                </span>
                <Select
                  label={`People at ${cards.get(row.node)?.title ?? row.node}`}
                  hideLabel
                  value={choices[row.node] ?? "keep"}
                  options={
                    cards.has(row.node) ? WAITING_CHOICES : WAITING_CHOICES.filter(({ value }) => value !== "move")
                  }
                  onChange={(choice) => setChoices({ ...choices, [row.node]: choice })}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      {errors.length > 0 && (
        <TextArea
          label={`Why publish with ${count(errors.length, "error")}? Kept with the revision.`}
          value={reason}
          onChange={setReason}
          maxLength={1_000}
          rows={2}
        />
      )}
      {fault !== null && <Fault title="It was not published." error={fault} />}
    </Dialog>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul>
      {findings.map((finding) => (
        <li key={findingKey(finding)}>
          <FindingMark
            severity={finding.severity}
            certainty={finding.certainty}
            size={16}
            label={findingWords(finding.severity, finding.certainty)}
          />
          <span>
            <Said text={finding.message} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const WAITING_CHOICES: { value: WaitingChoice; label: string; hint: string }[] = [
  { value: "keep", label: "Stay", hint: "They finish on the revision they began on" },
  { value: "move", label: "Take along", hint: "They go on in the new revision, on this node" },
  { value: "cancel", label: "End", hint: "Their sessions end, what is held is withdrawn" },
];

function saySettled({ moved, cancelled, stayed }: Awaited<ReturnType<typeof publishFlow>>["waiting"]): string {
  const said = [
    moved > 0 ? `${count(moved, "person was", "people were")} taken along.` : "",
    cancelled > 0 ? `${count(cancelled, "session")} ended.` : "",
    stayed[0] ? `${stayed.length} stayed: ${stayed[0].sentence}` : "",
  ].filter(Boolean);
  return said.join(" ") || "Whoever enters from now on takes it.";
}

/** The same finding before and after an edit, though its sentence names other times. */
function likeness(finding: Finding): string {
  return [finding.code, finding.node, finding.port, finding.severity, finding.certainty].join("|");
}
