import type { Finding } from "@sluice/shared/lint/finding";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useEditor } from "../canvas/editor-context.ts";
import { suppress } from "../document/commands/suppress.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";

const NAME = "sluice-name";

/** Why a finding is meant, and who says so: both travel in the flow file (L7). */
export function SuppressForm({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { store, lint, cards } = useEditor();
  const [reason, setReason] = useState("");
  const [by, setBy] = useState(() => kept());
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const { code, node } = finding;
  if (node === null) return null;
  const alike = lint.findings.filter((other) => other.code === code && other.node === node).length - 1;
  const missing = reason.trim() === "" || by.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    keep(by.trim());
    const at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    store
      .getState()
      .apply(`suppress ${code}`, (flow) => suppress(flow, { code, node, reason: reason.trim(), by: by.trim(), at }));
    say("Suppressed", "It stands at the end of the list with its reason. Undo takes it back.");
    onClose();
  };
  return (
    <form
      ref={form}
      className="suppress-form"
      aria-label="Suppress this finding"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextField
        label="Why it is meant"
        value={reason}
        maxLength={1_000}
        placeholder="Only sent to people who wrote today"
        onChange={setReason}
      />
      <TextField label="Your name" value={by} maxLength={200} autoComplete="name" onChange={setBy} />
      <p className="field-hint">
        Both stay in the flow file, and in reports of the command line. It no longer stands against publishing.
        {alike > 0 &&
          ` ${alike === 1 ? "One more finding" : `${alike} more findings`} of this rule on ${cards.get(node)?.title ?? node} ${alike === 1 ? "goes" : "go"} with it.`}
      </p>
      <div className="suppress-acts">
        <Button size="sm" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit" disabled={missing}>
          Suppress
        </Button>
      </div>
    </form>
  );
}

/** There are no accounts yet: a browser remembers who suppressed last. */
function kept(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return ""; // this browser keeps nothing for us
  }
}

function keep(name: string): void {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // It is asked for again next time.
  }
}
