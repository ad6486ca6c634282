import type { FlowGraph } from "@sluice/shared/protocol/flow";
import { useMemo } from "react";
import { type ShapeBox, shapeOf } from "./flow-shape.ts";

const WIDTH = 96;
const HEIGHT = 36;
const BOX = { width: 15, height: 9 };
const FILLS: Record<ShapeBox["sends"], string> = {
  marketing: "var(--marketing)",
  utility: "var(--utility)",
  authentication: "var(--auth)",
  "free-form": "var(--water-line)",
  plain: "var(--edge-dry)",
};

/** The small map of a flow; a gate that will or may hold stands in pool colour. */
export function FlowThumb({ graph }: { graph: FlowGraph }) {
  const shape = useMemo(() => shapeOf(graph), [graph]);
  const left = (box: ShapeBox) => leftOf(box.column, shape.columns);
  return (
    <svg className="thumb" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      {shape.edges.map(({ from, to, wet }) => {
        const source = shape.boxes[from];
        const target = shape.boxes[to];
        if (!source || !target) return null;
        const x1 = left(source) + BOX.width;
        const x2 = left(target);
        const y1 = topOf(source) + BOX.height / 2;
        const y2 = topOf(target) + BOX.height / 2;
        const middle = x2 - Math.min(6, (x2 - x1) / 2);
        return (
          <path
            key={`${from} ${to}`}
            className={wet ? "thumb-edge thumb-wet" : "thumb-edge"}
            d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
          />
        );
      })}
      {shape.boxes.map((box, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no other name
        <g key={index}>
          <rect x={left(box)} y={topOf(box)} width={BOX.width} height={BOX.height} rx={2.2} fill={FILLS[box.sends]} />
          {box.gate !== "none" && (
            <path
              className={box.gate === "holds" ? "thumb-gate thumb-held" : "thumb-gate"}
              d={`M${left(box) - 3} ${topOf(box) - 1.5}v12`}
            />
          )}
        </g>
      ))}
    </svg>
  );
}

function leftOf(column: number, columns: number): number {
  if (columns < 2) return (WIDTH - BOX.width) / 2;
  const step = Math.min(28, (WIDTH - 3 - BOX.width) / (columns - 1));
  return 1 + column * step;
}

function topOf(box: ShapeBox): number {
  const middle = (HEIGHT - BOX.height) / 2;
  if (box.rows === 1) return middle;
  const step = box.rows === 2 ? 19 : 12.5;
  return middle + (box.row - (box.rows - 1) / 2) * step;
}
