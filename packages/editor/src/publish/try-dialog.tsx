import type { FlowDraft } from "@sluice/shared/protocol/flow";
import type { StartAnswer } from "@sluice/shared/protocol/start";
import { useState } from "react";
import { useChannels } from "../api/channels.ts";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { tryFor } from "./flow-api.ts";
import { Started } from "./started.tsx";

/** Runs the draft on one's own phone, as a test: published or not, it passes the same gate and is not counted. */
export function TryDialog({ row }: { row: FlowDraft }) {
  const { ui } = useEditor();
  const open = useEditorUi((state) => state.dialog === "try");
  return open ? <OpenDialog row={row} onClose={() => ui.getState().set({ dialog: null })} /> : null;
}

/** One's own number, on this computer only. */
const OWN_NUMBER = "sluice.try-number";

function OpenDialog({ row, onClose }: { row: FlowDraft; onClose: () => void }) {
  const { autosave, document } = useEditor();
  const { data: channels } = useChannels();
  const emulated = channels?.some((channel) => channel.emulated) ?? false;
  const [phone, setPhone] = useState(() => window.localStorage.getItem(OWN_NUMBER) ?? "");
  const [entry, setEntry] = useState<string | null>(null);
  const [variables, setVariables] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<StartAnswer | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const number = phone.replace(/[\s()-]/g, "");
  const valid = /^\+[1-9]\d{6,14}$/.test(number);

  const run = async () => {
    setBusy(true);
    setFault(null);
    setAnswer(null);
    try {
      if (!(await autosave.flush()))
        throw new Error("The draft could not be saved, so nothing was started. See the word beside the flow's name.");
      window.localStorage.setItem(OWN_NUMBER, number);
      const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
      setAnswer(await tryFor(row.id, { phone: number, ...(entry ? { entry } : {}), variables: given }));
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
      title="Try the draft"
      description={`The draft as it is now, for your own phone. It passes the same gate as always and is not counted. ${emulated ? "The emulator is the channel: nothing really goes out." : "What it sends is really sent."}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {answer ? "Close" : "Cancel"}
          </Button>
          <Button variant="primary" disabled={!valid || busy} onClick={() => void run()}>
            {answer ? "Try again" : "Try"}
          </Button>
        </>
      }
    >
      <form
        className="start-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid && !busy) void run();
        }}
      >
        <TextField
          label="Your phone number"
          type="tel"
          autoComplete="tel"
          placeholder="+55 11 90000 0001"
          value={phone}
          onChange={setPhone}
          hint="With country code, beginning with +. A trial that is under way there ends first."
        />
        {row.entries.length > 1 && (
          <Select
            label="Entry"
            value={entry}
            placeholder="The usual one"
            onChange={setEntry}
            options={row.entries.map(({ node, name, summary }) => ({ value: node, label: name, hint: summary }))}
          />
        )}
        {(document.variables ?? []).map((variable) => (
          <TextField
            key={variable.name}
            label={`${variable.name} (${variable.type})`}
            value={variables[variable.name] ?? ""}
            onChange={(value) => setVariables({ ...variables, [variable.name]: value })}
          />
        ))}
      </form>
      {answer && <Started answer={answer} already="Already under way" onLeave={onClose} />}
      {fault !== null && <Fault title="It was not started." error={fault} />}
    </Dialog>
  );
}
