import type { LintNode } from "../../graph.ts";

/** Handled on purpose: `expired` and `capped` both lead on. */
export function isHandled({ ways }: LintNode): boolean {
  return ["expired", "capped"].every((after) => ways.some(({ way, target }) => way.after === after && target >= 0));
}
