/** How long a visit has taken by a step, and since when nobody has spoken in it. */
import { DAY } from "../time/duration.ts";
import type { Item } from "./item.ts";
import { AGAIN, ANSWER, ELAPSE, OVER, SPEAK } from "./transition.ts";

export interface VisitTimes {
  e0: number;
  e1: number;
  i0: number;
  i1: number;
}

const AT_ONCE: VisitTimes = { e0: 0, e1: 0, i0: -1, i1: -1 };
/** Read before the next one is asked for: there is one for every step of every walk. */
const scratch: VisitTimes = { ...AT_ONCE };

/** Elapsed since the visit began, and since somebody spoke in it (-1: nobody did). Valid until it is called again. */
export function visitTimes(parent: Item | null, step: number, a: number, b: number): VisitTimes {
  if (!parent) return AT_ONCE;
  const { e0, e1, i0, i1 } = parent;
  switch (step) {
    case ELAPSE:
      return timesOf(e0 + a, e1 + b, i1 < 0 ? -1 : i0 + a, i1 < 0 ? -1 : i1 + b);
    case SPEAK:
      return timesOf(e0 + a, e1 + b, 0, b);
    case ANSWER:
      return timesOf(e0 + a, e1 + b, 0, 0);
    case AGAIN:
      return timesOf(e0 + a, e1 + b, a, a);
    case OVER:
      return timesOf(e0, e1 + DAY, i1 < 0 ? -1 : i0, i1 < 0 ? -1 : i1 + DAY);
    default:
      return timesOf(e0, e1, i0, i1);
  }
}

function timesOf(e0: number, e1: number, i0: number, i1: number): VisitTimes {
  scratch.e0 = e0;
  scratch.e1 = e1;
  scratch.i0 = i0;
  scratch.i1 = i1;
  return scratch;
}
