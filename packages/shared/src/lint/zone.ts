/**
 * What is known of time at a point of a flow: a convex set of pairs (x, y), in whole milliseconds.
 *
 *   x   since the contact's last inbound message
 *   y   since the running marketing conversation was opened (D6); only where the rule set knows conversations
 *   d   x - y, which waiting does not change
 *
 * Every operation below is exact: the zone of the result holds a pair iff some pair of the argument leads to it.
 * From 24 h on neither number matters any more (window closed, conversation over); it is then LATE and free of d.
 */
import { DAY } from "../time/duration.ts";

export interface Zone {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  d0: number;
  d1: number;
}

/** Later than anything that is told apart; small enough to be a machine integer, of which there are very many here. */
export const INFINITE = 2_000_000_000;

/** Tightens the bounds against each other; null when no pair is left. */
export function closed(x0: number, x1: number, y0: number, y1: number, d0: number, d1: number): Zone | null {
  if (x0 > x1 || y0 > y1 || d0 > d1) return null;
  const dl = Math.max(d0, x0 - y1);
  const du = Math.min(d1, x1 - y0);
  const xl = Math.max(x0, y0 + dl);
  const xu = Math.min(x1, y1 + du);
  const yl = Math.max(y0, x0 - du);
  const yu = Math.min(y1, x1 - dl);
  return xl > xu || yl > yu || dl > du ? null : { x0: xl, x1: xu, y0: yl, y1: yu, d0: dl, d1: du };
}

/** x between, y of no interest. */
export function line(x0: number, x1: number): Zone {
  return { x0, x1, y0: 0, y1: 0, d0: -INFINITE, d1: INFINITE };
}

export function point(x: number): Zone {
  return line(x, x);
}

export const LATE = DAY;

/** The window is closed and no conversation runs: nothing more can be told apart. */
export const ALL_LATE: Zone = line(LATE, INFINITE);

export function isSubset(inner: Zone, outer: Zone): boolean {
  return (
    inner.x0 >= outer.x0 &&
    inner.x1 <= outer.x1 &&
    inner.y0 >= outer.y0 &&
    inner.y1 <= outer.y1 &&
    inner.d0 >= outer.d0 &&
    inner.d1 <= outer.d1
  );
}
