import { BaseEdge, EdgeLabelRenderer, type EdgeProps, Position } from "@xyflow/react";
import { memo, useContext } from "react";
import { DetailContext } from "./detail.ts";
import { edgePath } from "./edge-path.ts";
import type { ChannelEdge as ChannelEdgeType } from "./flow-view.ts";

const EMPTY = { window: "dry", straight: 0, lane: 0, dimmed: false, path: null, label: null, diff: null } as const;

/** A channel between two nodes: wet, perhaps wet or dry, or a step of the path that is drawn. */
export const ChannelEdge = memo(function ChannelEdge(props: EdgeProps<ChannelEdgeType>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, selected, data = EMPTY } = props;
  const detail = useContext(DetailContext);
  const { d, middle } = edgePath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    down: sourcePosition === Position.Bottom,
    straight: data.straight,
    lane: data.lane,
  });
  const { path } = data;
  return (
    <g className={`channel-edge ${path ? `path-${path.tone}` : ""}`} data-dimmed={data.dimmed || undefined}>
      {selected && <path className="channel-halo" d={d} />}
      {path && <path className="witness-case" d={d} />}
      <BaseEdge
        id={id}
        path={d}
        interactionWidth={18}
        className={path ? "witness" : "channel"}
        data-window={data.window}
        data-possible={path?.possible || undefined}
        data-plain={detail === "block" || undefined}
        data-diff={data.diff ?? undefined}
      />
      {path && !path.possible && <path className="witness-stream" d={d} />}
      {path && (
        <g className="step-number" transform={`translate(${middle.x} ${middle.y})`}>
          <circle r={11} />
          <text y={0.5}>{path.steps.join(", ")}</text>
        </g>
      )}
      {data.label && detail === "full" && (
        <EdgeLabelRenderer>
          <span
            className="edge-label"
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            {data.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
