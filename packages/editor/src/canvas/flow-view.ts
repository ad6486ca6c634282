/** The document as React Flow wants it. Nodes and edges that did not change keep their object, so nothing else is drawn anew. */
import type { FlowDocument, FlowEdge } from "@sluice/shared/flow/document";
import type { Finding } from "@sluice/shared/lint/finding";
import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import type { Selection } from "../document/document-store.ts";
import type { Card } from "./card.ts";
import { type CardHandle, IN_HANDLE, noteBox } from "./card-size.ts";
import { BEFORE_BASIN, BEFORE_GATE } from "./edge-path.ts";
import type { EdgeChange, FlowDiff, NodeChange } from "./flow-diff.ts";
import type { EdgeWindow } from "./flow-lint.ts";
import type { GateView } from "./gate-view.ts";
import type { NodeLive } from "./live-view.ts";
import { sayNode } from "./say-node.ts";
import type { PathView } from "./witness-path.ts";

export type CardNode = Node<CardData, "card" | "note">;
export type ChannelEdge = Edge<ChannelData, "channel">;

export interface CardData extends Record<string, unknown> {
  card: Card;
  findings: readonly Finding[];
  gate: GateView | null;
  live: NodeLive | null;
  /** Another path is being looked at. */
  dimmed: boolean;
  /** Ports the drawn path leaves by, and its colour. */
  lit: { ports: readonly string[]; tone: PathView["tone"] } | null;
  /** Ports that lead somewhere. */
  used: readonly string[];
  /** It is not as it was published. */
  changed: boolean;
  /** Where two versions are compared. */
  diff: NodeChange | null;
}

export interface ChannelData extends Record<string, unknown> {
  window: EdgeWindow;
  straight: number;
  lane: number;
  dimmed: boolean;
  path: { steps: readonly number[]; tone: PathView["tone"]; possible: boolean } | null;
  label: string | null;
  diff: EdgeChange | null;
}

export interface ViewInput {
  flow: FlowDocument;
  cards: ReadonlyMap<string, Card>;
  order: readonly string[];
  findings: ReadonlyMap<string, readonly Finding[]>;
  gates: ReadonlyMap<string, GateView>;
  live: ReadonlyMap<string, NodeLive>;
  windows: (edge: string) => EdgeWindow;
  labels: ReadonlyMap<string, string>;
  path: PathView | null;
  selection: Selection;
  changed: ReadonlySet<string>;
  /** Two versions are compared; `quiet`: what did not change stands back. */
  diff?: Pick<FlowDiff, "nodes" | "edges" | "touched"> & { quiet: boolean };
}

const NONE: readonly never[] = [];

export function createFlowView(): (input: ViewInput) => { nodes: CardNode[]; edges: ChannelEdge[] } {
  const nodes = createMemory<CardNode>();
  const edges = createMemory<ChannelEdge>();
  return (input) => ({
    nodes: nodes(input.order, (id) => cardNode(input, id)),
    edges: edges(input.flow.edges, (edge) => channelEdge(input, edge)),
  });
}

/** Draws each key anew only when what it was drawn from differs from last time. */
function createMemory<Drawn>() {
  let before = new Map<string, { inputs: readonly unknown[]; drawn: Drawn }>();
  return <Key extends string | { id: string }>(
    keys: readonly Key[],
    draw: (key: Key) => [readonly unknown[], () => Drawn] | null,
  ): Drawn[] => {
    const now: typeof before = new Map();
    for (const key of keys) {
      const plan = draw(key);
      if (!plan) continue;
      const id = typeof key === "string" ? key : key.id;
      const known = before.get(id);
      const same =
        known?.inputs.length === plan[0].length && known.inputs.every((input, index) => input === plan[0][index]);
      now.set(id, known && same ? known : { inputs: plan[0], drawn: plan[1]() });
    }
    before = now;
    return [...now.values()].map(({ drawn }) => drawn);
  };
}

function cardNode(input: ViewInput, id: string): [readonly unknown[], () => CardNode] | null {
  const card = input.cards.get(id);
  if (!card) return null;
  const place = input.flow.layout?.[id] ?? { x: 0, y: 0 };
  const findings = input.findings.get(id) ?? NONE;
  const gate = input.gates.get(id) ?? null;
  const live = input.live.get(id) ?? null;
  const apart = input.diff?.quiet === true && !input.diff.touched.has(id);
  const dimmed = apart || (input.path !== null && !input.path.nodes.has(id));
  const diff = input.diff?.nodes.get(id) ?? null;
  const selected = input.selection.nodes.has(id);
  const changed = input.changed.has(id);
  const litPorts = input.path
    ? [...card.rows, ...card.spill].filter((port) => input.path?.ports.has(`${id}/${port.id}`))
    : NONE;
  const used = usedPorts(input.flow).get(id) ?? NONE;
  const inputs = [
    card,
    place,
    findings,
    gate,
    live,
    dimmed,
    selected,
    changed,
    diff,
    used.join(),
    litPorts.map((port) => port.id).join(),
    input.path?.tone,
  ];
  return [
    inputs,
    () => {
      const size = card.note ? noteSize(card, place) : card.box;
      const lit =
        input.path && litPorts.length > 0 ? { ports: litPorts.map((port) => port.id), tone: input.path.tone } : null;
      return {
        id,
        type: card.note ? "note" : "card",
        position: { x: place.x, y: place.y },
        width: size.width,
        height: size.height,
        measured: { width: size.width, height: size.height },
        handles: card.note ? [] : card.box.handles.map(nodeHandle),
        data: { card, findings, gate, live, dimmed, lit, used, changed, diff },
        selected,
        ariaLabel: diff ? `${diff}: ${sayNode(card, findings, gate)}` : sayNode(card, findings, gate),
        zIndex: card.note ? -1 : 10,
      };
    },
  ];
}

/** React Flow ends an edge at the far side of a handle; a handle without extent makes that its centre. */
function nodeHandle({ id, type, side, x, y }: CardHandle): NodeHandle {
  const position = { left: Position.Left, right: Position.Right, bottom: Position.Bottom }[side];
  return { id, type, position, x, y, width: 0, height: 0 };
}

function noteSize(
  card: Card,
  place: { width?: number | undefined; height?: number | undefined },
): { width: number; height: number } {
  const own = noteBox(card.summary);
  return { width: place.width ?? own.width, height: Math.max(place.height ?? own.height, 40) };
}

function channelEdge(input: ViewInput, edge: FlowEdge): [readonly unknown[], () => ChannelEdge] | null {
  const source = input.cards.get(edge.source);
  const target = input.cards.get(edge.target);
  if (!source || !target || target.entry || target.note) return null;
  const spillAt = source.spill.findIndex((port) => port.id === edge.sourceHandle);
  if (spillAt < 0 && !source.rows.some((port) => port.id === edge.sourceHandle)) return null;
  const window = input.windows(edge.id);
  const gate = input.gates.get(edge.target);
  const straight = gate ? (gate.basin === null ? BEFORE_GATE : BEFORE_BASIN) : 0;
  const steps = input.path?.edges.get(edge.id) ?? null;
  const diff = input.diff?.edges.get(edge.id) ?? null;
  const dimmed = (input.path !== null && steps === null) || (input.diff?.quiet === true && diff === null);
  const selected = input.selection.edges.has(edge.id);
  const label = input.labels.get(edge.id) ?? null;
  const says = `${source.title}, ${[...source.rows, ...source.spill].find((port) => port.id === edge.sourceHandle)?.label} → ${target.title}`;
  return [
    [
      edge,
      window,
      straight,
      spillAt,
      steps?.join(),
      dimmed,
      selected,
      input.path?.tone,
      input.path?.possible,
      label,
      diff,
      says,
    ],
    () => ({
      id: edge.id,
      type: "channel",
      source: edge.source,
      sourceHandle: edge.sourceHandle,
      target: edge.target,
      targetHandle: IN_HANDLE,
      data: {
        window,
        straight,
        lane: 0,
        dimmed,
        path: steps && input.path ? { steps, tone: input.path.tone, possible: input.path.possible } : null,
        label,
        diff,
      },
      selected,
      reconnectable: selected,
      zIndex: steps ? 2 : 0,
      ariaLabel: diff ? `${diff}: ${says}` : says,
    }),
  ];
}

const usedBy = new WeakMap<readonly FlowEdge[], Map<string, string[]>>();

/** Ports that lead somewhere, by node. */
function usedPorts(flow: FlowDocument): Map<string, string[]> {
  let used = usedBy.get(flow.edges);
  if (!used) {
    used = new Map();
    for (const { source, sourceHandle } of flow.edges) {
      const list = used.get(source);
      if (list) list.push(sourceHandle);
      else used.set(source, [sourceHandle]);
    }
    usedBy.set(flow.edges, used);
  }
  return used;
}
