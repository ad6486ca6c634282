import type { Json } from "@sluice/shared/flow/json";
import type { ContactDetail } from "@sluice/shared/protocol/contact";
import { Pencil, X } from "lucide-react";
import { useState } from "react";
import { useChangeContact } from "../api/people.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

/** What is remembered of a person; texts can be changed here, other kinds are shown as they are. */
export function FieldsSection({ person }: { person: ContactDetail }) {
  const [editing, setEditing] = useState<{ name: string; value: string } | null>(null);
  const change = useChangeContact();
  const fields = Object.entries(person.fields);
  const save = (fields: Record<string, Json>) =>
    change.mutate({ id: person.id, fields }, { onSuccess: () => setEditing(null) });
  return (
    <section className="sect">
      <h3>Fields</h3>
      {fields.length === 0 && (
        <p className="quiet text-[12px]">Nothing is remembered yet. Flows, the API and people set fields.</p>
      )}
      <dl>
        {fields.map(([name, value]) => (
          <div className="rowline" key={name}>
            <dt>{name}</dt>
            <dd>{fieldWords(value)}</dd>
            {typeof value === "string" && (
              <IconButton
                size="sm"
                icon={Pencil}
                label={`Change ${name}`}
                onClick={() => setEditing({ name, value })}
              />
            )}
            <IconButton
              size="sm"
              icon={X}
              label={`Remove ${name}`}
              disabled={change.isPending}
              onClick={() => save({ [name]: null })}
            />
          </div>
        ))}
      </dl>
      {editing ? (
        <form
          className="grid gap-2 mt-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (editing.name.trim()) save({ [editing.name.trim()]: editing.value });
          }}
        >
          <TextField
            label="Field"
            value={editing.name}
            onChange={(name) => setEditing({ ...editing, name })}
            maxLength={64}
            required
          />
          <TextField label="Value" value={editing.value} onChange={(value) => setEditing({ ...editing, value })} />
          <div className="flex gap-2">
            <Button size="sm" variant="primary" type="submit" disabled={!editing.name.trim() || change.isPending}>
              Save
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setEditing(null)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <Button size="sm" onClick={() => setEditing({ name: "", value: "" })}>
          Add a field…
        </Button>
      )}
    </section>
  );
}

function fieldWords(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(fieldWords).join(", ");
  return JSON.stringify(value);
}
