import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { itemsOf, ListRows } from "./list-rows.tsx";

interface Save {
  path: string;
  variable: string;
}

/** Parts of an answer and the variables they become. */
export function SavesField({ meta, value, onChange, errors }: FieldProps) {
  return (
    <ListRows<Save>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={itemsOf<Save>(value)}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `line ${index + 1}`}
      onChange={onChange}
      create={() => ({ path: "", variable: "" })}
      addLabel="Add a line"
    >
      {(save, index, set) => (
        <>
          <TextField
            label={`Path ${index + 1}`}
            hideLabel
            placeholder="path, such as order.total"
            spellCheck={false}
            value={save.path ?? ""}
            error={errors.get(`[${index}].path`)}
            onChange={(path) => set({ ...save, path })}
          />
          <TextField
            label={`Variable ${index + 1}`}
            hideLabel
            placeholder="variable"
            spellCheck={false}
            value={save.variable ?? ""}
            error={errors.get(`[${index}].variable`)}
            onChange={(variable) => set({ ...save, variable })}
          />
        </>
      )}
    </ListRows>
  );
}
