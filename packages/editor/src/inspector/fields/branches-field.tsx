import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { freeId, itemsOf, ListRows } from "./list-rows.tsx";

interface Branch {
  id: string;
  title?: string;
  when: string;
}

/** Branches in the order they are tried; each is a way out. */
export function BranchesField({ meta, value, onChange, errors }: FieldProps) {
  const branches = itemsOf<Branch>(value);
  return (
    <ListRows<Branch>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={branches}
      keyOf={(branch, index) => `${index} ${branch.id}`}
      itemName={(index) => `branch ${index + 1}`}
      onChange={onChange}
      create={() => ({
        id: freeId(
          branches.map((branch) => branch.id),
          "branch",
        ),
        title: "",
        when: "true",
      })}
      addLabel="Add a branch"
    >
      {(branch, index, set) => (
        <>
          <TextField
            label={`Name ${index + 1}`}
            hideLabel
            placeholder={branch.id}
            value={branch.title ?? ""}
            error={errors.get(`[${index}].title`) ?? errors.get(`[${index}].id`)}
            onChange={(title) => set(title ? { ...branch, title } : { id: branch.id, when: branch.when })}
          />
          <TextField
            label={`Condition ${index + 1}`}
            hideLabel
            placeholder="orders > 0"
            className="code-text"
            spellCheck={false}
            autoCapitalize="off"
            value={branch.when ?? ""}
            error={errors.get(`[${index}].when`)}
            onChange={(when) => set({ ...branch, when })}
          />
        </>
      )}
    </ListRows>
  );
}
