import {
  type Connection,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { List } from "lucide-react";
import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Position } from "../document/commands/add-node.ts";
import { reconnect } from "../document/commands/reconnect.ts";
import { PaletteDock } from "../palette/palette-dock.tsx";
import { dragType, PaletteList } from "../palette/palette-list.tsx";
import { Button } from "../ui/button.tsx";
import { Background } from "./background.tsx";
import { useCanvasKeys } from "./canvas-keys.ts";
import { CanvasMinimap } from "./canvas-minimap.tsx";
import { CardNode } from "./card-node.tsx";
import { ChannelEdge } from "./channel-edge.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { DetailContext, detailAt } from "./detail.ts";
import { addNodeOfType, connectPorts, placeNodes } from "./edit-actions.ts";
import { useDocumentState, useEditor, useEditorUi } from "./editor-context.ts";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { firstViewport } from "./first-viewport.ts";
import { type CardNode as CardNodeType, type ChannelEdge as ChannelEdgeType, createFlowView } from "./flow-view.ts";
import type { GateView } from "./gate-view.ts";
import { Legend } from "./legend.tsx";
import { LinkByName } from "./link-by-name.tsx";
import type { NodeLive } from "./live-view.ts";
import { NoteNode } from "./note-node.tsx";
import { PathBar } from "./path-bar.tsx";
import { ZoomControl } from "./zoom-control.tsx";
import { ZoomVariable } from "./zoom-variable.tsx";
import "./canvas.css";

const NODE_TYPES = { card: CardNode, note: NoteNode };
const EDGE_TYPES = { channel: ChannelEdge };
/** A path of more edges stands still. */
const LONGEST_STREAM = 40;

export interface CanvasProps {
  gates: ReadonlyMap<string, GateView>;
  live: ReadonlyMap<string, NodeLive>;
  /** Words on edges (Live: how many went this way). */
  labels: ReadonlyMap<string, string>;
  changed: ReadonlySet<string>;
  /** Looked at, not edited. */
  readOnly: boolean;
}

/** The flow as a watercourse. The only part of the editor that knows React Flow. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <FlowCanvas {...props} />
    </ReactFlowProvider>
  );
}

function FlowCanvas({ gates, live, labels, changed, readOnly }: CanvasProps) {
  const editor = useEditor();
  const { store, ui, document, cards, order, lint, path } = editor;
  const selection = useDocumentState((state) => state.selection);
  const flow = useReactFlow<CardNodeType, ChannelEdgeType>();
  const wrapper = useRef<HTMLDivElement>(null);
  const detail = useStore((state) => detailAt(state.transform[2]));
  const view = useMemo(createFlowView, []);
  const [drag, setDrag] = useState<ReadonlyMap<string, Position> | null>(null);
  const minimap = useEditorUi((state) => state.minimap);
  const legend = useEditorUi((state) => state.legend);
  const narrow = useEditorUi((state) => state.narrow);

  const { nodes, edges } = useMemo(
    () =>
      view({
        flow: document,
        cards,
        order,
        findings: lint.byNode,
        gates,
        live,
        windows: (edge) => lint.windowOf(edge),
        labels,
        path,
        selection,
        changed,
      }),
    [view, document, cards, order, lint, gates, live, labels, path, selection, changed],
  );
  const shownNodes = useMemo(
    () =>
      drag
        ? nodes.map((node) =>
            drag.has(node.id) ? { ...node, position: drag.get(node.id) ?? node.position, dragging: true } : node,
          )
        : nodes,
    [nodes, drag],
  );

  const onNodesChange = (changes: NodeChange<CardNodeType>[]) => {
    const moved = new Map(drag);
    let dropped = false;
    const selected = new Set(store.getState().selection.nodes);
    let selects = false;
    for (const change of changes) {
      if (change.type === "position" && change.position) {
        moved.set(change.id, change.position);
        dropped ||= change.dragging === false;
      } else if (change.type === "position") {
        dropped ||= change.dragging === false;
      } else if (change.type === "select") {
        selects = true;
        if (change.selected) selected.add(change.id);
        else selected.delete(change.id);
      }
    }
    if (selects) store.getState().select(selected, store.getState().selection.edges);
    if (dropped) {
      if (moved.size > 0) placeNodes(store, moved);
      setDrag(null);
    } else if (moved.size > 0) setDrag(moved);
  };

  const onEdgesChange = (changes: EdgeChange<ChannelEdgeType>[]) => {
    const selected = new Set(store.getState().selection.edges);
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) selected.add(change.id);
      else selected.delete(change.id);
    }
    store.getState().select(store.getState().selection.nodes, selected);
  };

  const onConnect = ({ source, sourceHandle, target }: Connection) => {
    if (sourceHandle) connectPorts(store, { source, sourceHandle, target });
  };

  /** Dropped on a card: leads to it. Dropped on empty ground: offers what can follow. */
  const onConnectEnd: OnConnectEnd = (event, state) => {
    if (state.isValid || !state.fromNode || state.fromHandle?.type !== "source" || !state.fromHandle.id) return;
    const from = { node: state.fromNode.id, port: state.fromHandle.id };
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!point) return;
    const under = window.document.elementFromPoint(point.clientX, point.clientY);
    const target = under?.closest(".react-flow__node")?.getAttribute("data-id");
    if (target) {
      const card = cards.get(target);
      if (card && !card.entry && !card.note)
        connectPorts(store, { source: from.node, sourceHandle: from.port, target });
      return;
    }
    if (!under?.closest(".react-flow__pane")) return;
    const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
    ui.getState().set({
      palette: { group: "all", from, at: { x: at.x, y: at.y - 22 }, screen: { x: point.clientX, y: point.clientY } },
    });
  };

  const onDrop = (event: DragEvent) => {
    const definition = dragType(event);
    if (!definition) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX - 40, y: event.clientY - 22 });
    addNodeOfType(store, definition, { at });
    ui.getState().set({ palette: null });
  };

  useCanvasKeys(wrapper, editor, readOnly);
  useReveal(wrapper);

  return (
    <section
      ref={wrapper}
      id="canvas"
      className="canvas"
      aria-label="Flow canvas"
      data-pane
      tabIndex={-1}
      data-long-path={path && path.edges.size > LONGEST_STREAM ? "" : undefined}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("application/x-sluice-node")) {
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }
      }}
      onDrop={onDrop}
    >
      <DetailContext value={detail}>
        <ZoomVariable target={wrapper} />
        <ReactFlow<CardNodeType, ChannelEdgeType>
          nodes={shownNodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onReconnect={(edge, { source, sourceHandle, target }) => {
            if (sourceHandle)
              store
                .getState()
                .apply("lead the edge elsewhere", (flow) => reconnect(flow, edge.id, { source, sourceHandle, target }));
          }}
          onNodeClick={(_, node) => {
            if (ui.getState().mode === "live") ui.getState().set({ people: node.id });
          }}
          onNodeDoubleClick={(_, node) => {
            if (!readOnly && !node.data.card.note) ui.getState().set({ renaming: node.id });
          }}
          onPaneClick={() => ui.getState().set({ palette: null, people: null })}
          onInit={(instance) => {
            const box = wrapper.current?.getBoundingClientRect();
            if (box) void instance.setViewport(firstViewport(nodes, box.width, box.height));
          }}
          connectionLineComponent={ConnectionLine}
          connectionRadius={28}
          minZoom={0.05}
          maxZoom={2}
          snapToGrid
          snapGrid={[8, 8]}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          edgesReconnectable={!readOnly}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          disableKeyboardA11y
          elevateNodesOnSelect={false}
          onlyRenderVisibleElements
          attributionPosition="bottom-right"
        >
          <Background />
          {minimap && document.nodes.length > 1 && <CanvasMinimap />}
        </ReactFlow>
        {document.nodes.length === 0 && !readOnly && <EmptyCanvas />}
        <PathBar />
        <ZoomControl />
        {legend && <Legend />}
        {narrow && (
          <div className="float list-back">
            <Button variant="ghost" icon={List} onClick={() => ui.getState().set({ listView: true })}>
              As a list
            </Button>
          </div>
        )}
        {!readOnly && <PaletteDock />}
        {!readOnly && <PaletteList />}
        {!readOnly && <LinkByName />}
      </DetailContext>
    </section>
  );
}

/** Brings a node into view when somebody asks for it by name, problem or key. */
function useReveal(wrapper: React.RefObject<HTMLElement | null>): void {
  const { document, cards } = useEditor();
  const reveal = useEditorUi((state) => state.reveal);
  const flow = useReactFlow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is met once, whatever changes in the flow afterwards
  useEffect(() => {
    if (!reveal) return;
    const place = document.layout?.[reveal.node] ?? { x: 0, y: 0 };
    const card = cards.get(reveal.node);
    const box = wrapper.current?.getBoundingClientRect();
    if (!card || !box) return;
    const { x, y, zoom } = flow.getViewport();
    const left = place.x * zoom + x - 80 * zoom;
    const top = place.y * zoom + y;
    const inside =
      left >= 0 &&
      top >= 56 &&
      left + (card.box.width + 80) * zoom <= box.width &&
      top + Math.min(card.box.height, 200) * zoom <= box.height - 80;
    if (!reveal.stay && (!inside || zoom < 0.4)) {
      const next = Math.max(zoom, 0.72);
      void flow.setCenter(place.x + card.box.width / 2 - 20, place.y + card.box.height / 2, {
        zoom: next,
        duration: 180,
      });
    }
    if (!reveal.focus) return;
    const focus = (tries: number) => {
      const element = wrapper.current?.querySelector<HTMLElement>(
        `.react-flow__node[data-id="${CSS.escape(reveal.node)}"]`,
      );
      if (element) element.focus({ preventScroll: true });
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1));
    };
    focus(30);
  }, [reveal]);
}
