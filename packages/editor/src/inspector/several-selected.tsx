import type { FlowNode } from "@sluice/shared/flow/document";
import { CopyPlus, LayoutGrid, Trash2 } from "lucide-react";
import { counted, duplicateSelection, placeNodes, removeSelection } from "../canvas/edit-actions.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { tidyPositions } from "../canvas/tidy.ts";
import { Button } from "../ui/button.tsx";

export function SeveralSelected({ nodes }: { nodes: readonly FlowNode[] }) {
  const { store, document, cards } = useEditor();
  const ids = new Set(nodes.map((node) => node.id));
  return (
    <>
      <header className="insp-head">
        <div>
          <h2>{counted(nodes.length, "node")} selected</h2>
          <p>{[...new Set(nodes.map((node) => cards.get(node.id)?.kindLine))].slice(0, 4).join(", ")}</p>
        </div>
      </header>
      <section className="sect several-acts">
        <Button icon={LayoutGrid} onClick={() => placeNodes(store, tidyPositions(document, cards, ids), "tidy up")}>
          Tidy up
        </Button>
        <Button icon={CopyPlus} onClick={() => duplicateSelection(store)}>
          Duplicate
        </Button>
        <Button icon={Trash2} onClick={() => removeSelection(store, { heal: true })}>
          Remove
        </Button>
      </section>
    </>
  );
}
