import { nodeType } from "@sluice/shared/nodes/registry";
import { useReactFlow } from "@xyflow/react";
import { DoorOpen, FolderOpen, Upload } from "lucide-react";
import { navigate } from "../app/router.ts";
import { Button } from "../ui/button.tsx";
import { addNodeOfType } from "./edit-actions.ts";
import { useEditor } from "./editor-context.ts";

/** Nothing is drawn yet: the ghost of a channel with its gate, and the three ways to begin. */
export function EmptyCanvas() {
  const { store, chooseFile } = useEditor();
  const flow = useReactFlow();
  const entry = nodeType("entry");
  return (
    <div className="empty-canvas">
      <svg
        width="420"
        height="84"
        viewBox="0 0 420 84"
        fill="none"
        stroke="var(--dot)"
        strokeWidth="3"
        strokeLinecap="round"
        aria-hidden
      >
        <path d="M4 42h166M250 42h166" />
        <path d="M182 78V10M238 78V10M172 10h76M210 10v22" />
        <rect x="190" y="32" width="40" height="40" rx="4" fill="var(--dot)" stroke="none" />
      </svg>
      <p>A flow begins where a person comes in.</p>
      <div className="acts">
        {entry && (
          <Button
            variant="primary"
            icon={DoorOpen}
            onClick={() => {
              addNodeOfType(store, entry, { at: { x: 80, y: 160 } });
              void flow.setViewport({ x: 0, y: 0, zoom: 1 });
            }}
          >
            Start with an entry
          </Button>
        )}
        <Button icon={FolderOpen} onClick={() => navigate({ screen: "flows" })}>
          Open an example
        </Button>
        <Button icon={Upload} onClick={chooseFile}>
          Drop a flow file here
        </Button>
      </div>
    </div>
  );
}
