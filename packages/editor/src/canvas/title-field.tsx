import { useEffect, useRef, useState } from "react";
import { renameNode } from "../document/commands/rename-node.ts";
import { useEditor } from "./editor-context.ts";

/** The node's name, typed where it stands. Enter keeps it, Esc leaves it as it was. */
export function TitleField({ id }: { id: string }) {
  const { store, ui, document } = useEditor();
  const [title, setTitle] = useState(() => document.nodes.find((node) => node.id === id)?.title ?? "");
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const leave = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    if (keep) store.getState().apply("rename the node", (flow) => renameNode(flow, id, title.trim()));
    ui.getState().set({ renaming: null, reveal: { node: id, focus: true } });
  };
  return (
    <input
      ref={field}
      className="title-field nodrag nopan"
      aria-label="Name of the node"
      value={title}
      maxLength={200}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") leave(true);
        if (event.key === "Escape") leave(false);
      }}
    />
  );
}
