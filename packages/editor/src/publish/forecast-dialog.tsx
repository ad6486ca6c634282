import type { FlowDraft } from "@sluice/shared/protocol/flow";
import type { ForecastAnswer } from "@sluice/shared/protocol/forecast";
import { sayMoment } from "@sluice/shared/time/say-moment";
import { useState } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { GateGlyph, type GateState } from "../ui/gate-glyph.tsx";
import { count, readerZone } from "../ui/say-time.ts";
import { TextField } from "../ui/text-field.tsx";
import { forecastFor } from "./flow-api.ts";
import "./publish.css";

/** Before a start: how many would be held now, and why. Nothing is sent by asking. */
export function ForecastDialog({ row }: { row: FlowDraft }) {
  const { ui } = useEditor();
  const open = useEditorUi((state) => state.dialog === "forecast");
  return open ? <OpenDialog row={row} onClose={() => ui.getState().set({ dialog: null })} /> : null;
}

const GLYPHS: Record<ForecastAnswer["groups"][number]["outcome"], GateState> = {
  sent: "armed",
  held: "held",
  refused: "expired",
  running: "delivered",
  none: "armed",
};

function OpenDialog({ row, onClose }: { row: FlowDraft; onClose: () => void }) {
  const [tag, setTag] = useState("");
  const [answer, setAnswer] = useState<ForecastAnswer | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setFault(null);
    try {
      setAnswer(await forecastFor(row.id, tag.trim() ? { tag: tag.trim() } : { all: true }));
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
      title="Who would be held?"
      description={`If revision ${row.published} were started for these people now. Nothing is sent by asking.`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" disabled={busy} onClick={() => void ask()}>
            {answer ? "Ask again" : "Ask"}
          </Button>
        </>
      }
    >
      <form
        className="start-form"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextField label="Tag" value={tag} onChange={setTag} maxLength={100} hint="Empty: everybody." />
      </form>
      {answer && <Answer answer={answer} />}
      {fault !== null && <Fault title="There is no forecast." error={fault} />}
    </Dialog>
  );
}

function Answer({ answer }: { answer: ForecastAnswer }) {
  const { checked, more, basis, groups, now, cost } = answer;
  return (
    <div role="status">
      <p className="quiet">
        {count(checked, "person", "people")} looked at{more && "; there are more"}.
        {basis === "gate" &&
          " This flow sends no offer at once, so this is what its gate would say to one now: people may answer before it is due."}
      </p>
      {cost.count > 0 && (
        <p>
          <b className="font-medium">What would go out now</b>, once it is delivered: {cost.sentence}
        </p>
      )}
      <ul className="forecast-groups">
        {groups.map((group) => (
          <li key={`${group.outcome} ${group.rule} ${group.sentence}`}>
            <GateGlyph state={GLYPHS[group.outcome]} size={18} />
            <div>
              {group.sentence} {group.rule && <code>{group.rule}</code>}
              {group.from !== null && (
                <small>The first would be let go {sayMoment(group.from, now, readerZone)} at the earliest.</small>
              )}
              <small>
                {group.people.map(({ id, name, phone }) => name ?? phone ?? id).join(", ")}
                {group.count > group.people.length && " …"}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
