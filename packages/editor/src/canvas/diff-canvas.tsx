import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useMemo, useRef } from "react";
import { Background } from "./background.tsx";
import { createCards } from "./card.ts";
import { CardNode } from "./card-node.tsx";
import { ChannelEdge } from "./channel-edge.tsx";
import { DetailContext, detailAt } from "./detail.ts";
import { useEditor } from "./editor-context.ts";
import { flowDiff } from "./flow-diff.ts";
import { holdsAtGate } from "./flow-lint.ts";
import { type CardNode as CardNodeType, type ChannelEdge as ChannelEdgeType, createFlowView } from "./flow-view.ts";
import { builtGate, type GateView } from "./gate-view.ts";
import { NoteNode } from "./note-node.tsx";
import { readingOrder } from "./reading-order.ts";
import { ZoomControl } from "./zoom-control.tsx";
import { ZoomVariable } from "./zoom-variable.tsx";
import "./canvas.css";

const NODE_TYPES = { card: CardNode, note: NoteNode };
const EDGE_TYPES = { channel: ChannelEdge };
const NOBODY: ReadonlyMap<string, never> = new Map<string, never>();
const NOTHING: ReadonlySet<string> = new Set();

export interface DiffCanvasProps {
  label: string;
  before: FlowDocument;
  after: FlowDocument;
  /** What did not change stands back; for a look at one place. */
  quiet?: boolean;
  /** Brought into the middle; each request is a new object. */
  show?: { node: string } | null;
  onPick?: (node: string) => void;
}

/** What differs between two versions, drawn: added with a plus, gone as ghosts with a minus, changed with a pencil. To look at. */
export function DiffCanvas(props: DiffCanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

function Drawn({ label, before, after, quiet = false, show = null, onPick }: DiffCanvasProps) {
  const { templates, question } = useEditor();
  const wrapper = useRef<HTMLElement>(null);
  const detail = useStore((state) => detailAt(state.transform[2]));
  const flow = useReactFlow();
  const diff = useMemo(() => flowDiff(before, after), [before, after]);
  const view = useMemo(createFlowView, []);
  const { nodes, edges } = useMemo(() => {
    const { document } = diff;
    const cards = createCards()(document, flowContext(document, templates), templates);
    const report = lintFlow(after, question);
    const holds = report.findings.filter(holdsAtGate);
    const gates = new Map<string, GateView>();
    for (const [id, card] of cards)
      if (card.gate)
        gates.set(
          id,
          builtGate(
            card,
            holds.filter(({ node }) => node === id),
          ),
        );
    return view({
      flow: document,
      cards,
      order: readingOrder(document, cards),
      findings: NOBODY,
      gates,
      live: NOBODY,
      windows: (edge) => report.edges[edge] ?? "dry",
      labels: NOBODY,
      path: null,
      selection: { nodes: NOTHING, edges: NOTHING },
      changed: NOTHING,
      diff: { ...diff, quiet },
    });
  }, [view, diff, after, templates, question, quiet]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view moves when other places changed, not with each drawing
  useEffect(() => {
    const shown = diff.touched.size > 0 ? [...diff.touched].map((id) => ({ id })) : undefined;
    void flow.fitView({ ...(shown ? { nodes: shown } : {}), padding: 0.15, maxZoom: 1, minZoom: 0.2 });
  }, [[...diff.touched].join("\n")]);
  useEffect(() => {
    if (show) void flow.fitView({ nodes: [{ id: show.node }], padding: 0.4, maxZoom: 0.9, duration: 180 });
  }, [flow, show]);
  return (
    <section ref={wrapper} className="canvas" aria-label={label} data-diff={quiet ? "quiet" : ""}>
      <DetailContext value={detail}>
        <ZoomVariable target={wrapper} />
        <ReactFlow<CardNodeType, ChannelEdgeType>
          id="diff"
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodeClick={(_, node) => onPick?.(node.id)}
          minZoom={0.05}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={onPick !== undefined}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          disableKeyboardA11y
          attributionPosition="bottom-right"
        >
          <Background />
        </ReactFlow>
        {!quiet && <ZoomControl />}
      </DetailContext>
    </section>
  );
}
