import { useDocumentState, useEditor } from "../canvas/editor-context.ts";
import { FlowForm } from "./flow-form.tsx";
import { NodeInspector } from "./node-inspector.tsx";
import { SeveralSelected } from "./several-selected.tsx";
import "./inspector.css";

/** What is selected, to be read and changed: a node, several, or the flow itself. */
export function Inspector() {
  const { document } = useEditor();
  const selected = useDocumentState((state) => state.selection.nodes);
  const nodes = document.nodes.filter((node) => selected.has(node.id));
  const [node] = nodes;
  if (!node) return <FlowForm />;
  if (nodes.length > 1) return <SeveralSelected nodes={nodes} />;
  return <NodeInspector key={node.id} node={node} />;
}
