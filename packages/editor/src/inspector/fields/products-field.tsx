import { LIMITS } from "@sluice/shared/messages/limits";
import { TextField } from "../../ui/text-field.tsx";
import { errorsBelow } from "../field-errors.ts";
import type { FieldProps } from "../field-props.ts";
import { itemsOf, ListRows } from "./list-rows.tsx";
import { WordsField } from "./words-field.tsx";

interface Section {
  title?: string;
  products: string[];
}

/** Products of a catalogue by their ids, in sections. None at all: the whole catalogue. */
export function ProductsField({ schema, meta, value, onChange, errors }: FieldProps) {
  const sections = itemsOf<Section>(value);
  return (
    <ListRows<Section>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={sections}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `section ${index + 1}`}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
      create={() => ({ products: [] })}
      addLabel="Add products"
      max={LIMITS.products.sections.max}
    >
      {(section, index, set) => (
        <>
          {(sections.length > 1 || section.title !== undefined) && (
            <TextField
              label={`Section ${index + 1}`}
              limit={LIMITS.products.sectionTitle}
              value={section.title ?? ""}
              error={errors.get(`[${index}].title`)}
              onChange={(title) => set(title === "" ? { products: section.products } : { ...section, title })}
            />
          )}
          <WordsField
            schema={schema}
            meta={{ label: "Product ids" }}
            value={section.products}
            errors={errorsBelow(errors, `[${index}].products`)}
            onChange={(products) => set({ ...section, products: itemsOf<string>(products) })}
          />
        </>
      )}
    </ListRows>
  );
}
