/** What the pointer, the keys and the menus do to the document: commands, given a name for undo and the new selection. */
import type { FlowDocument, FlowNode } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { addNode, onGrid, type Position } from "../document/commands/add-node.ts";
import { type Connection, connect } from "../document/commands/connect.ts";
import { copyNodes, type Fragment } from "../document/commands/copy-nodes.ts";
import { disconnect } from "../document/commands/disconnect.ts";
import { insertNode } from "../document/commands/insert-node.ts";
import { moveNodes } from "../document/commands/move-nodes.ts";
import { pasteNodes } from "../document/commands/paste-nodes.ts";
import { removeNodes } from "../document/commands/remove-nodes.ts";
import type { DocumentStore } from "../document/document-store.ts";
import { freshId, nodeIds } from "../document/fresh-id.ts";
import { type Card, cardOf } from "./card.ts";
import { CARD } from "./card-size.ts";

export interface AddRequest {
  /** Upper left corner of the new card. */
  at: Position;
  /** It follows this port. */
  from?: { node: string; port: string } | undefined;
  /** It goes into this edge. */
  edge?: string | undefined;
}

/** Adds a node of the type and selects it. Its id is returned. */
export function addNodeOfType(
  store: DocumentStore,
  definition: NodeDefinition,
  { at, from, edge }: AddRequest,
): string {
  const { document } = store.getState();
  const node = newNode(document, definition);
  store.getState().apply(`add ${definition.title}`, (flow) => {
    if (edge) return insertNode(flow, edge, node, mainPort(flow, node), at);
    const added = addNode(flow, node, at);
    return from ? connect(added, { source: from.node, sourceHandle: from.port, target: node.id }) : added;
  });
  store.getState().select([node.id]);
  return node.id;
}

/** The flow as it would be with that node behind the port; for saying beforehand what the gate would do. */
export function withNodeAfter(
  flow: FlowDocument,
  definition: NodeDefinition,
  from: { node: string; port: string },
): { flow: FlowDocument; id: string } {
  const node = newNode(flow, definition);
  const added = addNode(flow, node, { x: 0, y: 0 });
  return { flow: connect(added, { source: from.node, sourceHandle: from.port, target: node.id }), id: node.id };
}

function newNode(flow: FlowDocument, definition: NodeDefinition): FlowNode {
  const titles = new Set(flow.nodes.map((node) => node.title));
  let title = definition.title;
  for (let number = 2; titles.has(title); number += 1) title = `${definition.title} ${number}`;
  return {
    id: freshId(nodeIds(flow), definition.type),
    type: definition.type,
    ...(definition.group === "note" ? {} : { title }),
    config: structuredClone(definition.initial) as FlowNode["config"],
  };
}

/** The way a session ordinarily takes out of a node: the first that is no trouble. Null where a flow ends. */
function mainPort(flow: FlowDocument, node: FlowNode): string | null {
  return cardOf(node, flowContext(flow)).rows[0]?.id ?? null;
}

/** The ways out of a node, for commands that must know which are gone. */
export function portsOf(node: FlowNode, flow: FlowDocument): string[] {
  const card = cardOf(node, flowContext(flow));
  return [...card.rows, ...card.spill].map((port) => port.id);
}

/** Can something lead to a node of this type? */
export function canFollow(definition: NodeDefinition): boolean {
  if (definition.group === "note") return false;
  const node: FlowNode = {
    id: "new",
    type: definition.type,
    config: structuredClone(definition.initial) as FlowNode["config"],
  };
  return (
    !cardOf(node, { template: () => undefined, node: () => undefined }).entry && nodeType(definition.type) !== undefined
  );
}

export function connectPorts(store: DocumentStore, connection: Connection): void {
  store.getState().apply("connect", (flow) => connect(flow, connection));
}

/** Removes what is selected: nodes with healing or cutting of their edges, else edges. */
export function removeSelection(store: DocumentStore, { heal }: { heal: boolean }): void {
  const { selection, apply } = store.getState();
  const { nodes, edges } = selection;
  if (nodes.size + edges.size === 0) return;
  const what = nodes.size > 0 ? counted(nodes.size, "node") : counted(edges.size, "edge");
  apply(`remove ${what}`, (flow) => disconnect(removeNodes(flow, nodes, { heal }), edges));
}

export function moveSelection(store: DocumentStore, by: Position): void {
  const { selection, apply } = store.getState();
  if (selection.nodes.size === 0) return;
  const move = (flow: FlowDocument) => {
    const places = [...selection.nodes].map((id): [string, Position] => {
      const from = flow.layout?.[id] ?? { x: 0, y: 0 };
      return [id, { x: from.x + by.x, y: from.y + by.y }];
    });
    return moveNodes(flow, new Map(places));
  };
  apply(`move ${counted(selection.nodes.size, "node")}`, move, `nudge ${[...selection.nodes].join()}`);
}

export function placeNodes(
  store: DocumentStore,
  positions: ReadonlyMap<string, Position>,
  name = `move ${counted(positions.size, "node")}`,
): void {
  store.getState().apply(name, (flow) => moveNodes(flow, positions));
}

/** The clipboard of this tab, for browsers that do not let a page read the system's. */
let clipboard: Fragment | null = null;

export function copySelection(store: DocumentStore): string | null {
  const { document, selection } = store.getState();
  if (selection.nodes.size === 0) return null;
  clipboard = copyNodes(document, selection.nodes);
  return JSON.stringify(clipboard);
}

/** `text` is what the system's clipboard holds; when it is no fragment of a flow, this tab's own is pasted. */
export function paste(store: DocumentStore, text: string | null, at?: Position): void {
  const fragment = fragmentOf(text) ?? clipboard;
  if (fragment) insert(store, `paste ${counted(fragment.nodes.length, "node")}`, fragment, at);
}

export function duplicateSelection(store: DocumentStore): void {
  const { document, selection } = store.getState();
  if (selection.nodes.size > 0)
    insert(store, `duplicate ${counted(selection.nodes.size, "node")}`, copyNodes(document, selection.nodes));
}

function insert(store: DocumentStore, name: string, fragment: Fragment, at?: Position): void {
  let ids: string[] = [];
  store.getState().apply(name, (flow) => {
    const pasted = pasteNodes(flow, fragment, at);
    ids = pasted.ids;
    return pasted.flow;
  });
  store.getState().select(ids);
}

function fragmentOf(text: string | null): Fragment | null {
  if (!text?.includes('"sluice":"fragment"')) return null;
  try {
    const value = JSON.parse(text) as Fragment;
    return Array.isArray(value.nodes) && Array.isArray(value.edges)
      ? { ...value, layout: value.layout ?? {}, templates: value.templates ?? [] }
      : null;
  } catch {
    // Text that only looks like a fragment is not ours to paste.
    return null;
  }
}

/** A free place right of a card, for what is added without a pointer. */
export function placeAfter(flow: FlowDocument, card: Card, gated: boolean): Position {
  const from = flow.layout?.[card.id] ?? { x: 0, y: 0 };
  let place = onGrid({ x: from.x + card.box.width + (gated ? CARD.basinReach + 56 : 64), y: from.y });
  const taken = Object.values(flow.layout ?? {});
  while (taken.some((other) => Math.abs(other.x - place.x) < 160 && Math.abs(other.y - place.y) < 88)) {
    place = { x: place.x, y: place.y + 96 };
  }
  return place;
}

/** The wanted place, or the next one to the right of it where the new card lies on no other. */
export function freePlace(flow: FlowDocument, cards: ReadonlyMap<string, Card>, wanted: Position): Position {
  const room = { width: CARD.messageWidth + CARD.basinReach, height: 160 };
  const inTheWay = (at: Position) =>
    flow.nodes.find(({ id }) => {
      const other = flow.layout?.[id];
      const box = cards.get(id)?.box;
      if (!other || !box) return false;
      return (
        at.x < other.x + box.width + 32 &&
        other.x < at.x + room.width &&
        at.y < other.y + box.height + 24 &&
        other.y < at.y + room.height
      );
    });
  let place = wanted;
  for (let other = inTheWay(place); other; other = inTheWay(place)) {
    const from = flow.layout?.[other.id] ?? place;
    place = onGrid({ x: from.x + (cards.get(other.id)?.box.width ?? 0) + 64, y: place.y });
  }
  return place;
}

export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
