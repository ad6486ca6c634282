import { CornerDownRight } from "lucide-react";
import { useEditor } from "../../canvas/editor-context.ts";
import { Button } from "../../ui/button.tsx";
import type { FieldProps } from "../field-props.ts";
import { useNodeConfig } from "../use-node-config.ts";
import { PickOrType } from "./pick-or-type.tsx";

/** Another node of the flow, by its title. */
export function NodeField({ meta, value, onChange, errors }: FieldProps) {
  const { store, ui, cards, order } = useEditor();
  const { node } = useNodeConfig();
  const id = typeof value === "string" ? value : "";
  const options = order.flatMap((other) => {
    const card = cards.get(other);
    return card && !card.entry && !card.note && other !== node.id
      ? [{ value: other, label: card.title, hint: card.kindLine }]
      : [];
  });
  const target = cards.get(id);
  const show = () => {
    store.getState().select([id]);
    ui.getState().set({ reveal: { node: id, focus: false } });
  };
  return (
    <div className="fields">
      <PickOrType
        label={meta.label}
        options={options}
        value={id}
        other="Another id…"
        hint={meta.help}
        error={errors.get("")}
        onChange={onChange}
      />
      {target && (
        <div>
          <Button size="sm" icon={CornerDownRight} onClick={show}>
            Show {target.title}
          </Button>
        </div>
      )}
    </div>
  );
}
