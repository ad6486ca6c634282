import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useContext } from "react";
import { moveNodes } from "../document/commands/move-nodes.ts";
import { resizeNode } from "../document/commands/resize-node.ts";
import { MessageText } from "../preview/message-text.tsx";
import { DetailContext } from "./detail.ts";
import { useEditor } from "./editor-context.ts";
import type { CardNode } from "./flow-view.ts";

/** A note for those who draw the flow; as large as they drag it. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<CardNode>) {
  const detail = useContext(DetailContext);
  const { store } = useEditor();
  return (
    <>
      {selected && (
        <NodeResizer
          minWidth={96}
          minHeight={40}
          onResizeEnd={(_, { x, y, width, height }) => {
            const grid = (value: number) => Math.round(value / 8) * 8;
            store.getState().apply("resize the note", (flow) =>
              resizeNode(moveNodes(flow, new Map([[id, { x: grid(x), y: grid(y) }]])), id, {
                width: grid(width),
                height: grid(height),
              }),
            );
          }}
        />
      )}
      <div className="note-card" data-selected={selected || undefined} data-dimmed={data.dimmed || undefined}>
        {detail !== "block" &&
          (data.card.summary ? (
            <MessageText text={data.card.summary} />
          ) : (
            <span className="quiet">An empty note.</span>
          ))}
      </div>
    </>
  );
});
