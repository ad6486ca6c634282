import { DAY } from "../time/duration.ts";
import { isRunning, OPEN, windowOf } from "./state-class.ts";
import { ALL_LATE, closed, line, type Zone } from "./zone.ts";

/** Every time that a state of this class can have. */
export function widest(state: number): Zone {
  const inWindow = windowOf(state) === OPEN;
  if (!isRunning(state)) return inWindow ? line(0, DAY - 1) : ALL_LATE;
  return inWindow ? closed(0, DAY - 1, 0, DAY - 1, -DAY, DAY)! : { ...ALL_LATE, y0: 0, y1: DAY - 1 };
}
