import { LIMITS } from "@sluice/shared/messages/limits";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { freeId, itemsOf, ListRows } from "./list-rows.tsx";

interface Choice {
  id: string;
  title: string;
}

/** What the person can tap; each is a way out, and keeps its edge when its words change. */
export function ChoicesField({ meta, value, onChange, errors }: FieldProps) {
  const choices = itemsOf<Choice>(value);
  return (
    <ListRows<Choice>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={choices}
      keyOf={(choice, index) => `${index} ${choice.id}`}
      itemName={(index) => `choice ${index + 1}`}
      onChange={onChange}
      create={() => ({
        id: freeId(
          choices.map((choice) => choice.id),
          "choice",
        ),
        title: "",
      })}
      addLabel="Add"
      max={LIMITS.list.rows.max}
    >
      {(choice, index, set) => (
        <TextField
          label={`${index + 1}`}
          limit={meta.maxLength ?? LIMITS.buttons.title}
          value={choice.title ?? ""}
          error={errors.get(`[${index}].title`) ?? errors.get(`[${index}].id`) ?? errors.get(`[${index}]`)}
          onChange={(title) => set({ ...choice, title })}
        />
      )}
    </ListRows>
  );
}
