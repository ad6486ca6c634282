import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { itemsOf, ListRows } from "./list-rows.tsx";

interface Assignment {
  variable: string;
  value: string;
}

export function AssignmentsField({ meta, value, onChange, errors }: FieldProps) {
  return (
    <ListRows<Assignment>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={itemsOf<Assignment>(value)}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `line ${index + 1}`}
      onChange={onChange}
      create={() => ({ variable: "", value: "" })}
      addLabel="Add a line"
    >
      {(assignment, index, set) => (
        <>
          <TextField
            label={`Variable ${index + 1}`}
            hideLabel
            placeholder="variable"
            spellCheck={false}
            value={assignment.variable ?? ""}
            error={errors.get(`[${index}].variable`)}
            onChange={(variable) => set({ ...assignment, variable })}
          />
          <TextField
            label={`Value ${index + 1}`}
            hideLabel
            placeholder="value, may use {{ }}"
            value={assignment.value ?? ""}
            error={errors.get(`[${index}].value`)}
            onChange={(text) => set({ ...assignment, value: text })}
          />
        </>
      )}
    </ListRows>
  );
}
