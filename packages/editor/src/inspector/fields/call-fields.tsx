import { useId } from "react";
import { TextField } from "../../ui/text-field.tsx";
import { type Assignment, handedOver, takenBack, withHandedOver, withTakenBack } from "../call-rows.ts";
import { errorsBelow } from "../field-errors.ts";
import type { FieldProps } from "../field-props.ts";
import { expectedVariables, useKnownVariables, writtenVariables } from "../known-variables.ts";
import { useCallee } from "../use-callee.ts";
import { useNodeConfig } from "../use-node-config.ts";
import { AssignmentsField } from "./assignments-field.tsx";
import { itemsOf } from "./list-rows.tsx";

/** What the called flow begins with: a row for each variable it declares or reads, and lines of one's own. */
export function CallInputsField(props: FieldProps) {
  const { config } = useNodeConfig();
  const callee = useCallee(config["flow"]);
  const names = callee ? expectedVariables(callee) : [];
  const types = new Map((callee?.variables ?? []).map(({ name, type }) => [name, type]));
  const items = itemsOf<Assignment>(props.value);
  const { rows, rest } = handedOver(items, names);
  return (
    <CallRows {...props} rest={rest} declared={names.length > 0} items={items}>
      {rows.map(({ name, value, at }) => (
        <TextField
          key={name}
          label={types.has(name) ? `${name}, ${types.get(name)}` : name}
          placeholder="not handed over; may use {{ }}"
          value={value}
          error={at === null ? undefined : props.errors.get(`[${at}].value`)}
          onChange={(next) => props.onChange(orNothing(withHandedOver(items, names, name, next)))}
        />
      ))}
    </CallRows>
  );
}

/** What is set here when the called flow has come to its end: a row for each of its variables, and lines of one's own. */
export function CallOutputsField(props: FieldProps) {
  const { config } = useNodeConfig();
  const known = useKnownVariables();
  const callee = useCallee(config["flow"]);
  const list = useId();
  const names = callee ? writtenVariables(callee).filter((name) => !name.includes(".")) : [];
  const items = itemsOf<Assignment>(props.value);
  const { rows, rest } = takenBack(items, names);
  return (
    <CallRows {...props} rest={rest} declared={names.length > 0} items={items}>
      {rows.map(({ name, value, at }) => (
        <TextField
          key={name}
          label={`${name}, kept here as`}
          placeholder="not taken back"
          list={list}
          spellCheck={false}
          autoCapitalize="off"
          value={value}
          error={at === null ? undefined : props.errors.get(`[${at}].variable`)}
          onChange={(next) => props.onChange(orNothing(withTakenBack(items, names, name, next)))}
        />
      ))}
      <datalist id={list}>
        {known
          .filter((name) => !name.includes("."))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </CallRows>
  );
}

interface CallRowsProps extends FieldProps {
  items: readonly Assignment[];
  /** Lines that no row stands for, by their place among the items. */
  rest: readonly number[];
  declared: boolean;
}

function CallRows({
  meta,
  items,
  rest,
  declared,
  errors,
  onChange,
  children,
  schema,
}: CallRowsProps & { children: React.ReactNode }) {
  const others = new Map<string, string>(errors.has("") ? [["", errors.get("") ?? ""]] : []);
  rest.forEach((at, index) => {
    for (const [path, message] of errorsBelow(errors, `[${at}]`)) others.set(`[${index}].${path}`, message);
  });
  const kept = items.filter((_, at) => !rest.includes(at));
  const lines = (
    <AssignmentsField
      schema={schema}
      meta={declared ? { label: `${meta.label}: other lines` } : meta}
      value={rest.flatMap((at) => items[at] ?? [])}
      errors={others}
      onChange={(next) => onChange(orNothing([...kept, ...itemsOf<Assignment>(next)]))}
    />
  );
  if (!declared) return lines;
  return (
    <fieldset className="call-rows">
      <legend className="field-label">{meta.label}</legend>
      {meta.help && <p className="field-hint">{meta.help}</p>}
      {children}
      {lines}
    </fieldset>
  );
}

const orNothing = (items: Assignment[]) => (items.length > 0 ? items : undefined);
