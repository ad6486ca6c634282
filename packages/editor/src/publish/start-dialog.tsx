import type { FlowDraft } from "@sluice/shared/protocol/flow";
import type { StartAnswer } from "@sluice/shared/protocol/start";
import { useRef, useState } from "react";
import { useChannels } from "../api/channels.ts";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { startFor } from "./flow-api.ts";
import { Started } from "./started.tsx";

/** Starts the published flow for one number. */
export function StartDialog({ row }: { row: FlowDraft }) {
  const { ui } = useEditor();
  const open = useEditorUi((state) => state.dialog === "start");
  return open ? <OpenDialog row={row} onClose={() => ui.getState().set({ dialog: null })} /> : null;
}

function OpenDialog({ row, onClose }: { row: FlowDraft; onClose: () => void }) {
  const { document } = useEditor();
  const { data: channels } = useChannels();
  const emulated = channels?.some((channel) => channel.emulated) ?? false;
  const entries = row.entries;
  const usual =
    entries.find((entry) => entry.kind === "api") ?? entries.find((entry) => entry.kind === "campaign") ?? entries[0];
  const [phone, setPhone] = useState("");
  const [entry, setEntry] = useState<string | null>(usual?.node ?? null);
  const [variables, setVariables] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<StartAnswer | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  const number = phone.replace(/[\s()-]/g, "");
  const valid = /^\+[1-9]\d{6,14}$/.test(number);

  const change = (set: () => void) => {
    key.current = crypto.randomUUID();
    setAnswer(null);
    set();
  };
  const start = async () => {
    setBusy(true);
    setFault(null);
    try {
      const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
      setAnswer(
        await startFor(
          row.id,
          { contact: { phone: number }, ...(entry ? { entry } : {}), variables: given },
          key.current,
        ),
      );
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
      title="Start for a number"
      description={
        row.published === null
          ? "This flow is not published yet. Publish it first; then it can be started."
          : `Revision ${row.published} starts for this person at once. ${emulated ? "The emulator is the channel: nothing really goes out." : "What it sends is really sent."}`
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {answer ? "Close" : "Cancel"}
          </Button>
          <Button variant="primary" disabled={!valid || busy || row.published === null} onClick={() => void start()}>
            Start
          </Button>
        </>
      }
    >
      <form
        className="start-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid && !busy && row.published !== null) void start();
        }}
      >
        <TextField
          label="Phone number"
          type="tel"
          autoComplete="off"
          placeholder="+55 11 90000 0001"
          value={phone}
          onChange={(value) => change(() => setPhone(value))}
          hint="With country code, beginning with +."
          error={
            phone !== "" && !valid && !"+".startsWith(phone) && number.length > 7
              ? "A number begins with + and its country code, and has 7 to 15 digits."
              : null
          }
        />
        {entries.length > 1 && (
          <Select
            label="Entry"
            value={entry}
            onChange={(value) => change(() => setEntry(value))}
            options={entries.map((candidate) => ({
              value: candidate.node,
              label: candidate.name,
              hint: candidate.summary,
            }))}
          />
        )}
        {(document.variables ?? []).map((variable) => (
          <TextField
            key={variable.name}
            label={`${variable.name} (${variable.type})`}
            value={variables[variable.name] ?? ""}
            onChange={(value) => change(() => setVariables({ ...variables, [variable.name]: value }))}
          />
        ))}
      </form>
      {answer && <Started answer={answer} already="Already in this flow" onLeave={onClose} />}
      {fault !== null && <Fault title="It was not started." error={fault} />}
    </Dialog>
  );
}
