import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "../../ui/button.tsx";

interface ListRowsProps<Item> {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  items: readonly Item[];
  /** Stable per item while the list is edited. */
  keyOf: (item: Item, index: number) => string;
  /** What a row is called for those who cannot see it: "Button 2". */
  itemName: (index: number) => string;
  onChange: (items: Item[]) => void;
  create: () => Item;
  addLabel: string;
  max?: number;
  children: (item: Item, index: number, set: (item: Item) => void) => ReactNode;
}

/** A list one can add to, take from and order. */
export function ListRows<Item>({
  label,
  help,
  error,
  items,
  keyOf,
  itemName,
  onChange,
  create,
  addLabel,
  max = 50,
  children,
}: ListRowsProps<Item>) {
  const replace = (index: number, item: Item) => onChange(items.map((other, at) => (at === index ? item : other)));
  const move = (index: number, by: number) => {
    const next = [...items];
    const [item] = next.splice(index, 1);
    if (item !== undefined) next.splice(index + by, 0, item);
    onChange(next);
  };
  return (
    <fieldset className="list-rows-field">
      <legend className="field-label">{label}</legend>
      <ol>
        {items.map((item, index) => (
          <li key={keyOf(item, index)}>
            <div className="list-row-body">{children(item, index, (next) => replace(index, next))}</div>
            <div className="list-row-acts">
              <IconButton
                size="sm"
                icon={ArrowUp}
                label={`${itemName(index)} up`}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <IconButton
                size="sm"
                icon={ArrowDown}
                label={`${itemName(index)} down`}
                disabled={index === items.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                size="sm"
                icon={X}
                label={`Remove ${itemName(index)}`}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              />
            </div>
          </li>
        ))}
      </ol>
      <Button size="sm" icon={Plus} disabled={items.length >= max} onClick={() => onChange([...items, create()])}>
        {addLabel}
      </Button>
      {error ? <p className="field-error">{error}</p> : help && <p className="field-hint">{help}</p>}
    </fieldset>
  );
}

/** An array of a config, whatever it holds while it is being edited. */
export function itemsOf<Item>(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

/** `freeId(["choice-1"], "choice")` -> "choice-2" */
export function freeId(taken: readonly string[], prefix: string): string {
  let number = taken.length + 1;
  while (taken.includes(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}
