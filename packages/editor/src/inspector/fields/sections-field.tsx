import { LIMITS } from "@sluice/shared/messages/limits";
import { Plus } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { errorsBelow } from "../field-errors.ts";
import type { FieldProps } from "../field-props.ts";
import { freeId, itemsOf, ListRows } from "./list-rows.tsx";

interface Row {
  id: string;
  title: string;
  description?: string;
}

interface Section {
  title?: string;
  rows: Row[];
}

/** The rows of a list, in sections; each row is a way out, and keeps its edge when its words change. */
export function SectionsField({ meta, value, onChange, errors }: FieldProps) {
  const sections = itemsOf<Section>(value);
  const ids = sections.flatMap((section) => itemsOf<Row>(section.rows).map((row) => row.id));
  const fresh = (): Row => ({ id: freeId(ids, "row"), title: "" });
  const [only, ...others] = sections;
  // Most lists have one section, and nobody needs to hear of sections then.
  if (only && others.length === 0 && only.title === undefined)
    return (
      <div className="fields">
        <Rows
          name={meta.label}
          help={meta.help}
          rows={itemsOf<Row>(only.rows)}
          errors={errorsBelow(errors, "[0].rows")}
          create={fresh}
          onChange={(rows) => onChange([{ rows }])}
        />
        <div>
          <Button
            size="sm"
            icon={Plus}
            onClick={() =>
              onChange([
                { ...only, title: "" },
                { title: "", rows: [fresh()] },
              ])
            }
          >
            Add a section
          </Button>
        </div>
      </div>
    );
  return (
    <ListRows<Section>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={sections}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `section ${index + 1}`}
      onChange={(next) =>
        onChange(next.length === 1 ? next.map(({ title, rows }) => (title ? { title, rows } : { rows })) : next)
      }
      create={() => ({ title: "", rows: [fresh()] })}
      addLabel="Add a section"
      max={LIMITS.list.sections.max}
    >
      {(section, index, set) => (
        <>
          <TextField
            label={`Section ${index + 1}`}
            limit={LIMITS.list.sectionTitle}
            value={section.title ?? ""}
            error={errors.get(`[${index}].title`)}
            onChange={(title) => set({ ...section, title })}
          />
          <Rows
            name={`Rows of section ${index + 1}`}
            rows={itemsOf<Row>(section.rows)}
            errors={errorsBelow(errors, `[${index}].rows`)}
            create={fresh}
            onChange={(rows) => set({ ...section, rows })}
          />
        </>
      )}
    </ListRows>
  );
}

function Rows({
  name,
  help,
  rows,
  errors,
  create,
  onChange,
}: {
  name: string;
  help?: string | undefined;
  rows: readonly Row[];
  errors: ReadonlyMap<string, string>;
  create: () => Row;
  onChange: (rows: Row[]) => void;
}) {
  return (
    <ListRows<Row>
      label={name}
      help={help}
      error={errors.get("")}
      items={rows}
      keyOf={(row, index) => `${index} ${row.id}`}
      itemName={(index) => `row ${index + 1}`}
      onChange={onChange}
      create={create}
      addLabel="Add a row"
      max={LIMITS.list.rows.max}
    >
      {(row, index, set) => (
        <>
          <TextField
            label={`${index + 1}`}
            limit={LIMITS.list.rowTitle}
            value={row.title ?? ""}
            error={errors.get(`[${index}].title`) ?? errors.get(`[${index}].id`)}
            onChange={(title) => set({ ...row, title })}
          />
          <TextField
            label={`Description ${index + 1}`}
            hideLabel
            placeholder="description"
            limit={LIMITS.list.rowDescription}
            value={row.description ?? ""}
            error={errors.get(`[${index}].description`)}
            onChange={(description) => {
              const { description: _before, ...rest } = row;
              set(description === "" ? rest : { ...rest, description });
            }}
          />
        </>
      )}
    </ListRows>
  );
}
