import { Canvas, type CanvasProps } from "../canvas/canvas.tsx";
import { DiffCanvas } from "../canvas/diff-canvas.tsx";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { useComparedRevision } from "./use-changes.ts";

/** The draft with what differs from the chosen revision drawn on it. */
export function RevisionCanvas(props: CanvasProps) {
  const { document, ui } = useEditor();
  const { number, document: before } = useComparedRevision();
  const show = useEditorUi((state) => state.lookAt);
  if (!before) return <Canvas {...props} />;
  return (
    <DiffCanvas
      label={`Flow canvas, compared with revision ${number}`}
      before={before}
      after={document}
      show={show}
      onPick={(node) => ui.getState().set({ lookAt: { node } })}
    />
  );
}
