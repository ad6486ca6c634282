/** What differs between two versions of a flow, in words: one row a node, with each way and field. */
import { diffFlows, type FieldChange, type FlowChange } from "@sluice/shared/flow/diff-flows";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { Json } from "@sluice/shared/flow/json";
import { nodeType } from "@sluice/shared/nodes/registry";
import { type Card, createCards } from "../canvas/card.ts";
import { schemaFields, words } from "../inspector/schema-fields.ts";

export interface ChangeRow {
  key: string;
  change: FlowChange["change"];
  /** The node to look at; null for what is no node's. */
  node: string | null;
  title: string;
  /** Field by field; empty where something came or went as a whole. */
  says: string[];
}

export function changeRows(before: FlowDocument, after: FlowDocument): ChangeRow[] {
  const names = new Names(before, after);
  const rows = new Map<string, ChangeRow>();
  for (const change of diffFlows(before, after)) {
    const node = change.part === "node" ? change.id : (change.edge?.source ?? null);
    const key = node === null ? `${change.part} ${change.id}` : `node ${node}`;
    const row = rows.get(key) ?? {
      key,
      change: change.part === "edge" ? "changed" : change.change,
      node,
      title: node === null ? titleOf(change) : names.node(node),
      says: [],
    };
    // The edges of a node that came or went come and go with it.
    if (!(change.part === "edge" && row.change === "removed")) row.says.push(...sayFields(change, names));
    rows.set(key, row);
  }
  return [...rows.values()];
}

function titleOf({ part, id }: FlowChange): string {
  if (part === "flow") return `The flow's ${words(id).toLowerCase()}`;
  if (part === "template") return `Template ${id.replace("/", " · ")}`;
  if (part === "variable") return `Variable ${id}`;
  const [code, ...node] = id.split("/");
  return `Suppression of ${code} at ${node.join("/")}`;
}

function sayFields({ part, edge, fields }: FlowChange, names: Names): string[] {
  if (edge) {
    return fields.map(({ before, after }) => {
      const way = names.port(edge.source, edge.port);
      if (after === undefined) return `${way} led to ${names.node(String(before))} and leads nowhere now`;
      const was = before === undefined ? "" : `, before to ${names.node(String(before))}`;
      return `${way} leads to ${names.node(String(after))}${was}`;
    });
  }
  return fields.map((field) => sayField(part === "node" ? names.field(field.path) : words(field.path), field));
}

function sayField(name: string, { before, after }: FieldChange): string {
  if (before === undefined) return `${name}: ${sayValue(after)} is new`;
  if (after === undefined) return `${name}: ${sayValue(before)} is gone`;
  return `${name}: ${sayValue(before)} → ${sayValue(after)}`;
}

function sayValue(value: Json | undefined): string {
  const text = typeof value === "string" ? `“${value}”` : (JSON.stringify(value) ?? "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What nodes, ways and fields are called; the later version's names count. */
class Names {
  readonly #cards: ReadonlyMap<string, Card>;
  readonly #labels = new Map<string, string>();

  constructor(before: FlowDocument, after: FlowDocument) {
    const cardsOf = (flow: FlowDocument) => createCards()(flow, flowContext(flow), []);
    this.#cards = new Map([...cardsOf(before), ...cardsOf(after)]);
    for (const type of new Set([...before.nodes, ...after.nodes].map((node) => node.type))) {
      const definition = nodeType(type);
      for (const field of definition ? schemaFields(definition.schema) : [])
        this.#labels.set(field.key, field.meta.label);
    }
  }

  node(id: string): string {
    return this.#cards.get(id)?.title ?? id;
  }

  port(node: string, port: string): string {
    const card = this.#cards.get(node);
    return [...(card?.rows ?? []), ...(card?.spill ?? [])].find(({ id }) => id === port)?.label ?? port;
  }

  /** "config.buttons[yes].title" -> "Buttons, yes, title" */
  field(path: string): string {
    const [first = "", ...rest] = path
      .replace(/^config\./, "")
      .split(/[.[\]]+/)
      .filter(Boolean);
    return [path.startsWith("config.") ? (this.#labels.get(first) ?? words(first)) : words(first), ...rest].join(", ");
  }
}
