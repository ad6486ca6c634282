import { useState } from "react";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { ListRows } from "./list-rows.tsx";

type Pair = [name: string, value: string];

/** Names with texts (a record). Rows live here while a name is missing or stands twice. */
export function PairsField({ meta, value, onChange, errors }: FieldProps) {
  const record = typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
  const [rows, setRows] = useState<Pair[]>(Object.entries(record));
  const shown = sameRecord(rows, record) ? rows : Object.entries(record);
  const change = (next: Pair[]) => {
    setRows(next);
    const named = next.filter(([name]) => name !== "");
    onChange(named.length === 0 ? undefined : Object.fromEntries(named));
  };
  return (
    <ListRows<Pair>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={shown}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `line ${index + 1}`}
      onChange={change}
      create={() => ["", ""]}
      addLabel="Add a line"
    >
      {([name, text], index, set) => (
        <>
          <TextField
            label={`Name ${index + 1}`}
            hideLabel
            placeholder="name"
            spellCheck={false}
            value={name}
            onChange={(next) => set([next, text])}
          />
          <TextField
            label={`Value ${index + 1}`}
            hideLabel
            placeholder="value, may use {{ }}"
            value={text}
            error={errors.get(name)}
            onChange={(next) => set([name, next])}
          />
        </>
      )}
    </ListRows>
  );
}

/** Do the rows still stand for what the config says? An undo elsewhere makes them stale. */
function sameRecord(rows: readonly Pair[], record: Readonly<Record<string, string>>): boolean {
  const named = new Map(rows.filter(([name]) => name !== ""));
  const entries = Object.entries(record);
  return entries.length === named.size && entries.every(([name, text]) => named.get(name) === text);
}
