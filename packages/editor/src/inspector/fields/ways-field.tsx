import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { freeId, itemsOf, ListRows } from "./list-rows.tsx";

interface Way {
  id: string;
  title?: string;
  weight: number;
}

/** Ways of a split with their shares; each is a way out. */
export function WaysField({ meta, value, onChange, errors }: FieldProps) {
  const ways = itemsOf<Way>(value);
  const total = ways.reduce((sum, way) => sum + (Number(way.weight) || 0), 0);
  return (
    <ListRows<Way>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={ways}
      keyOf={(way, index) => `${index} ${way.id}`}
      itemName={(index) => `way ${index + 1}`}
      onChange={onChange}
      create={() => ({
        id: freeId(
          ways.map((way) => way.id),
          "way",
        ),
        weight: ways.at(-1)?.weight ?? 1,
      })}
      addLabel="Add a way"
    >
      {(way, index, set) => (
        <>
          <TextField
            label={`Name ${index + 1}`}
            hideLabel
            placeholder={way.id}
            value={way.title ?? ""}
            error={errors.get(`[${index}].title`) ?? errors.get(`[${index}].id`)}
            onChange={(title) => set(title ? { ...way, title } : { id: way.id, weight: way.weight })}
          />
          <TextField
            label={`Share ${index + 1}`}
            hideLabel
            type="number"
            min={0}
            step="any"
            value={String(way.weight ?? "")}
            hint={total > 0 ? `${Math.round((1000 * way.weight) / total) / 10} %` : undefined}
            error={errors.get(`[${index}].weight`)}
            onChange={(text) => {
              const weight = Number(text);
              if (Number.isFinite(weight) && weight >= 0) set({ ...way, weight });
            }}
          />
        </>
      )}
    </ListRows>
  );
}
