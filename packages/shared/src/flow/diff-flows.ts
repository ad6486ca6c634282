/**
 * How two versions of a flow differ, as data. Only what a session or a reader of findings would notice: places on the
 * canvas, the order of nodes and edges, ids of edges and the order of keys do not count.
 */
import type { FlowDocument, FlowEdge } from "./document.ts";
import type { Json } from "./json.ts";
import { templateKey } from "./template.ts";

export interface FlowChange {
  change: "added" | "removed" | "changed";
  part: "flow" | "node" | "edge" | "template" | "variable" | "suppression";
  /**
   * What it is about: a node's id; "source/port" of edges; "name/language" of a template; a variable's name; "code/node"
   * of a suppression; the name of a field of the flow ("name", "settings").
   */
  id: string;
  /** Of an edge: where it begins. */
  edge?: { source: string; port: string };
  /** Each field that differs; of an edge always its target. Empty for nodes and the like that come or go. */
  fields: FieldChange[];
}

export interface FieldChange {
  /** "config.timeout", "config.buttons[yes].title": items with ids are named by them, so that one more does not move all. */
  path: string;
  /** Missing when the field was not there. */
  before?: Json;
  after?: Json;
}

/** Empty when the flows do the same. */
export function diffFlows(before: FlowDocument, after: FlowDocument): FlowChange[] {
  return [
    ...OWN_FIELDS.flatMap((field): FlowChange[] => {
      const fields = diffValues(asJson(before[field]), asJson(after[field]), field);
      return fields.length === 0 ? [] : [{ change: "changed", part: "flow", id: field, fields }];
    }),
    ...diffLists("variable", before.variables ?? [], after.variables ?? [], (variable) => variable.name),
    ...diffLists("template", before.templates ?? [], after.templates ?? [], (template) =>
      templateKey(template.name, template.language),
    ),
    ...diffLists("node", before.nodes, after.nodes, (node) => node.id),
    ...diffEdges(before.edges, after.edges),
    ...diffLists(
      "suppression",
      before.suppressions ?? [],
      after.suppressions ?? [],
      ({ code, node }) => `${code}/${node}`,
    ),
  ];
}

const OWN_FIELDS = ["id", "name", "description", "language", "settings"] as const;

function diffLists<Item extends object>(
  part: FlowChange["part"],
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): FlowChange[] {
  const [old, now] = [byId(before, idOf), byId(after, idOf)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): FlowChange[] => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was === undefined) return [{ change: "added", part, id, fields: [] }];
    if (is === undefined) return [{ change: "removed", part, id, fields: [] }];
    const fields = diffValues(asJson(was), asJson(is), "");
    return fields.length === 0 ? [] : [{ change: "changed", part, id, fields }];
  });
}

/** Several with one id are told apart by their order. */
function byId<Item>(items: readonly Item[], idOf: (item: Item) => string): Map<string, Item> {
  const found = new Map<string, Item>();
  const seen = new Map<string, number>();
  for (const item of items) {
    const id = idOf(item);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    found.set(count === 1 ? id : `${id} (${count})`, item);
  }
  return found;
}

/** An edge is the way out of a port: where one target takes the place of another, it changed. */
function diffEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]): FlowChange[] {
  const [old, now] = [byPort(before), byPort(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): FlowChange[] => {
    const { source, port } = (now.get(id) ?? old.get(id))!;
    const [was, is] = [old.get(id)?.targets ?? NONE, now.get(id)?.targets ?? NONE];
    const gone = [...was].filter((target) => !is.has(target));
    const come = [...is].filter((target) => !was.has(target));
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => {
      const field: FieldChange = { path: "target" };
      if (gone[at] !== undefined) field.before = gone[at];
      if (come[at] !== undefined) field.after = come[at];
      const change = gone[at] === undefined ? "added" : come[at] === undefined ? "removed" : "changed";
      return { change, part: "edge", id, edge: { source, port }, fields: [field] };
    });
  });
}

const NONE: ReadonlySet<string> = new Set();

interface WaysOut {
  source: string;
  port: string;
  targets: Set<string>;
}

function byPort(edges: readonly FlowEdge[]): Map<string, WaysOut> {
  const found = new Map<string, WaysOut>();
  for (const { source, sourceHandle: port, target } of edges) {
    const id = `${source}/${port}`;
    const ways = found.get(id) ?? { source, port, targets: new Set() };
    ways.targets.add(target);
    found.set(id, ways);
  }
  return found;
}

function diffValues(before: Json | undefined, after: Json | undefined, path: string): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      diffValues(own(before, name), own(after, name), path === "" ? name : `${path}.${name}`),
    );
  }
  const [old, now] = [itemsById(before), itemsById(after)];
  if (old && now) {
    const ids = [...new Set([...old.keys(), ...now.keys()])];
    const fields = ids.flatMap((id) => diffValues(old.get(id), now.get(id), `${path}[${id}]`));
    const [was, is] = [[...old.keys()].filter((id) => now.has(id)), [...now.keys()].filter((id) => old.has(id))];
    return isSame(was, is) ? fields : [...fields, { path: `${path} (order)`, before: was, after: is }];
  }
  if (Array.isArray(before) && Array.isArray(after) && [...before, ...after].some(isObject)) {
    const longest = Math.max(before.length, after.length);
    return Array.from({ length: longest }, (_, at) => diffValues(before[at], after[at], `${path}[${at}]`)).flat();
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/** Null unless it is a list of objects, each with an id of its own. */
function itemsById(value: Json | undefined): Map<string, Json> | null {
  if (!Array.isArray(value)) return null;
  const found = new Map<string, Json>();
  for (const item of value) {
    const id = isObject(item) ? own(item, "id") : undefined;
    if (typeof id !== "string" || found.has(id)) return null;
    found.set(id, item);
  }
  return found;
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(own(one, name), own(other, name)));
}

type JsonObject = { [name: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Documents are plain JSON (parse-flow.ts); members that are undefined count as missing. */
function asJson(value: unknown): Json | undefined {
  return value as Json | undefined;
}
