/** Lines of a call as rows of the called flow's variables; what no row stands for stays as it is. */
import { VARIABLE_NAME } from "@sluice/shared/flow/variable-name";

export interface Assignment {
  variable: string;
  value: string;
}

interface Row {
  /** The called flow's variable. */
  name: string;
  /** What is handed over, or the variable here; empty while neither. */
  value: string;
  /** The line it stands for. */
  at: number | null;
}

interface Rows {
  rows: Row[];
  /** Places of the other lines. */
  rest: number[];
}

/** `{ variable: "size", value: "{{ answer }}" }` is the row of `size`. */
export function handedOver(items: readonly Assignment[], names: readonly string[]): Rows {
  return rowsOf(
    items,
    names,
    (item) => item.variable,
    (item) => item.value,
  );
}

/** `{ variable: "chosen", value: "{{ size }}" }` is the row of `size`. */
export function takenBack(items: readonly Assignment[], names: readonly string[]): Rows {
  return rowsOf(items, names, plainName, (item) => item.variable);
}

/** An empty text hands nothing over. */
export function withHandedOver(
  items: readonly Assignment[],
  names: readonly string[],
  name: string,
  value: string,
): Assignment[] {
  return replaced(items, handedOver(items, names), name, value === "" ? null : { variable: name, value });
}

/** An empty name takes nothing back. */
export function withTakenBack(
  items: readonly Assignment[],
  names: readonly string[],
  name: string,
  variable: string,
): Assignment[] {
  return replaced(items, takenBack(items, names), name, variable === "" ? null : { variable, value: `{{ ${name} }}` });
}

function rowsOf(
  items: readonly Assignment[],
  names: readonly string[],
  nameOf: (item: Assignment) => string | null,
  shownOf: (item: Assignment) => string,
): Rows {
  const rows = names.map((name): Row => {
    const at = items.findIndex((item) => nameOf(item) === name);
    const item = items[at];
    return { name, value: item ? shownOf(item) : "", at: item ? at : null };
  });
  const shown = new Set(rows.map(({ at }) => at));
  return { rows, rest: items.flatMap((_, at) => (shown.has(at) ? [] : [at])) };
}

function replaced(items: readonly Assignment[], { rows }: Rows, name: string, next: Assignment | null): Assignment[] {
  const at = rows.find((row) => row.name === name)?.at ?? null;
  if (at === null) return next ? [...items, next] : [...items];
  return items.flatMap((item, index) => (index === at ? (next ?? []) : item));
}

function plainName({ value }: Assignment): string | null {
  const inside = /^\{\{\s*(\S+)\s*\}\}$/u.exec(value)?.[1] ?? "";
  return VARIABLE_NAME.test(inside) ? inside : null;
}
