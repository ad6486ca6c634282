import type { ContactDetail } from "@sluice/shared/protocol/contact";
import { Handshake } from "lucide-react";
import { useState } from "react";
import { useSetConsent } from "../api/people.ts";
import { useNow } from "../app/now.ts";
import { Button } from "../ui/button.tsx";
import { sayWhen } from "../ui/say-time.ts";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { firstName } from "./person-words.ts";

const WORDS = { in: "wants offers", out: "wants no offers", unknown: "not known" } as const;

/** What is known of the wish for offers, and from where; written down here when a person learns of it. */
export function ConsentSection({ person }: { person: ContactDetail }) {
  const [writing, setWriting] = useState(false);
  const now = useNow(60_000);
  const { state, at, source, by } = person.consent;
  return (
    <section className="sect">
      <h3>Consent</h3>
      <div className="rowline">
        <Handshake size={15} aria-hidden />
        {firstName(person)}
        <b>{WORDS[state]}</b>
      </div>
      {source !== null && at !== null && (
        <p className="mt-1 text-[12px] text-ink-2">
          {source}, {sayWhen(at, now)}
          {by && `, written down by ${by}`}
        </p>
      )}
      {writing ? (
        <WriteDown person={person} onDone={() => setWriting(false)} />
      ) : (
        <Button size="sm" onClick={() => setWriting(true)}>
          Write down…
        </Button>
      )}
    </section>
  );
}

function WriteDown({ person, onDone }: { person: ContactDetail; onDone: () => void }) {
  const [state, setState] = useState<"in" | "out">(person.consent.state === "in" ? "out" : "in");
  const [source, setSource] = useState("");
  const save = useSetConsent();
  return (
    <form
      className="grid gap-2 mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (source.trim()) save.mutate({ id: person.id, state, source: source.trim() }, { onSuccess: onDone });
      }}
    >
      <Select
        label="The wish"
        value={state}
        options={[
          { value: "in", label: "Wants offers" },
          { value: "out", label: "Wants no offers" },
        ]}
        onChange={setState}
      />
      <TextField
        label="How you know"
        value={source}
        onChange={setSource}
        maxLength={500}
        hint="It is kept as evidence: a form, a call, a shop."
        required
      />
      <div className="flex gap-2">
        <Button size="sm" variant="primary" type="submit" disabled={!source.trim() || save.isPending}>
          Save
        </Button>
        <Button size="sm" variant="ghost" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
