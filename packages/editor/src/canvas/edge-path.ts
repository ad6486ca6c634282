/**
 * Paths of edges: horizontal at both ends, straight for the last stretch before a gate, and from the spillway down and
 * round. All in canvas pixels.
 */

export interface EdgeEnds {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
  /** The edge leaves from the spillway on the bottom edge. */
  down: boolean;
  /** Length of the straight stretch before the target: 0, or the plate's and the basin's. */
  straight: number;
  /** Edges that leave the same spillway run apart by this much. */
  lane?: number;
}

export interface EdgePath {
  d: string;
  /** Where a step number or a label stands. */
  middle: { x: number; y: number };
}

/** Straight stretch before a gate plate, and before a plate whose basin is drawn. */
export const BEFORE_GATE = 30;
export const BEFORE_BASIN = 52;

const RADIUS = 12;
const DROP = 22;

export function edgePath(ends: EdgeEnds): EdgePath {
  return ends.down ? roundPath(ends) : curvedPath(ends);
}

function curvedPath({ sourceX, sourceY, targetX, targetY, straight }: EdgeEnds): EdgePath {
  const endX = targetX - straight;
  const reach =
    endX >= sourceX
      ? Math.max((endX - sourceX) / 2, Math.min(24, Math.abs(targetY - sourceY) / 2))
      : backReach(sourceX - endX);
  const tail = straight > 0 ? `H${round(targetX)}` : "";
  const d = `M${round(sourceX)} ${round(sourceY)}C${round(sourceX + reach)} ${round(sourceY)} ${round(endX - reach)} ${round(targetY)} ${round(endX)} ${round(targetY)}${tail}`;
  const level = Math.abs(targetY - sourceY) < 8;
  const middle = { x: ((level ? targetX : endX) + sourceX) / 2, y: (sourceY + targetY) / 2 };
  return { d, middle };
}

/** An edge that leads back swings out on both sides, so that it does not run through its own card. */
function backReach(distance: number): number {
  return 40 + 6 * Math.sqrt(distance);
}

function roundPath({ sourceX, sourceY, targetX, targetY, lane = 0 }: EdgeEnds): EdgePath {
  const points: [number, number][] = [[sourceX, sourceY]];
  if (targetX > sourceX + RADIUS && targetY > sourceY + RADIUS) {
    points.push([sourceX, targetY]);
  } else {
    const below = sourceY + DROP + RADIUS + lane;
    const before = targetX - 28 - lane;
    points.push([sourceX, below], [before, below], [before, targetY]);
  }
  points.push([targetX, targetY]);
  const corner = points[1] ?? [targetX, targetY];
  const next = points[2] ?? [targetX, targetY];
  return { d: rounded(points), middle: { x: (corner[0] + next[0]) / 2, y: (corner[1] + next[1]) / 2 } };
}

/** A line through the points with its corners rounded. */
function rounded(points: readonly [number, number][]): string {
  return points
    .map(([x, y], index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      if (!after) return `L${round(x)} ${round(y)}`;
      const radius = Math.min(RADIUS, distance(before, [x, y]) / 2, distance([x, y], after) / 2);
      const [inX, inY] = toward([x, y], before, radius);
      const [outX, outY] = toward([x, y], after, radius);
      return `L${round(inX)} ${round(inY)}Q${round(x)} ${round(y)} ${round(outX)} ${round(outY)}`;
    })
    .join("");
}

function distance([x, y]: [number, number], [otherX, otherY]: [number, number]): number {
  return Math.hypot(otherX - x, otherY - y);
}

function toward([x, y]: [number, number], [toX, toY]: [number, number], by: number): [number, number] {
  const length = distance([x, y], [toX, toY]) || 1;
  return [x + ((toX - x) * by) / length, y + ((toY - y) * by) / length];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
