import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { Search } from "lucide-react";
import type { DragEvent } from "react";
import { useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { dockGroups } from "./groups.ts";
import { setDragType } from "./palette-list.tsx";
import "./palette.css";

/** What can be added, at the bottom of the canvas: a press opens a group, a drag places its first node. */
export function PaletteDock() {
  const { ui } = useEditor();
  const open = useEditorUi((state) => (state.palette && !state.palette.screen ? state.palette.group : null));
  const toggle = (group: (typeof dockGroups)[number]["id"] | "all") =>
    ui.getState().set({ palette: open === group ? null : { group, at: null, screen: null } });
  return (
    <div className="float dock" role="toolbar" aria-label="Add a node">
      {dockGroups.map((group) => (
        <button
          key={group.id}
          type="button"
          aria-expanded={open === group.id}
          data-tone={group.tone ?? undefined}
          draggable
          onDragStart={(event) => startDrag(event, group.types[0])}
          onClick={() => toggle(group.id)}
        >
          <NodeIcon name={group.icon} />
          {group.label}
        </button>
      ))}
      <hr />
      <button type="button" aria-expanded={open === "all"} aria-keyshortcuts="/" onClick={() => toggle("all")}>
        <Search aria-hidden />
        <span>All&ensp;/</span>
      </button>
    </div>
  );
}

function startDrag(event: DragEvent, definition: NodeDefinition | undefined): void {
  if (definition) setDragType(event.dataTransfer, definition.type);
}
