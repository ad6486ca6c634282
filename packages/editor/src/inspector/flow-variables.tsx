import { variableSchema } from "@sluice/shared/flow/document";
import { VARIABLE_NAME, VARIABLE_NAME_EXPECTED } from "@sluice/shared/flow/variable-name";
import { useState } from "react";
import { useEditor } from "../canvas/editor-context.ts";
import { type FlowVariable, setVariables } from "../document/commands/set-variables.ts";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ListRows } from "./fields/list-rows.tsx";

const TYPES = variableSchema.shape.type.options.map((type) => ({ value: type, label: type }));

/** What the flow declares: names its texts may use, and what a flow that calls it can hand over and take back. */
export function FlowVariables() {
  const { store, document } = useEditor();
  const declared = document.variables ?? [];
  // Rows live here while a name is missing, wrong or stands twice: such a list is not part of a flow.
  const [draft, setDraft] = useState<readonly FlowVariable[] | null>(null);
  const rows = draft ?? declared;
  const change = (next: FlowVariable[]) => {
    const good = next.every((row, at) => faultOf(next, row, at) === null);
    setDraft(good ? null : next);
    if (good) store.getState().apply("declare variables", (flow) => setVariables(flow, next), "flow variables");
  };
  return (
    <section className="sect">
      <ListRows<FlowVariable>
        label="Variables"
        help="Declared here, they are offered to flows that call this one. What nodes remember needs no declaration."
        items={rows}
        keyOf={(_, index) => String(index)}
        itemName={(index) => `variable ${index + 1}`}
        onChange={change}
        create={() => ({ name: "", type: "text" })}
        addLabel="Declare a variable"
        max={1_000}
      >
        {(row, index, set) => (
          <div className="variable-row">
            <TextField
              label={`Variable ${index + 1}`}
              hideLabel
              placeholder="name"
              spellCheck={false}
              autoCapitalize="off"
              value={row.name}
              error={row.name === "" ? null : faultOf(rows, row, index)}
              onChange={(name) => set({ ...row, name })}
            />
            <Select
              label={`Kind of variable ${index + 1}`}
              hideLabel
              value={row.type}
              options={TYPES}
              onChange={(type) => set({ ...row, type })}
            />
          </div>
        )}
      </ListRows>
    </section>
  );
}

function faultOf(rows: readonly FlowVariable[], { name }: FlowVariable, at: number): string | null {
  if (!VARIABLE_NAME.test(name)) return `Expected: ${VARIABLE_NAME_EXPECTED}.`;
  return rows.findIndex((other) => other.name === name) < at ? "This name stands above already." : null;
}
