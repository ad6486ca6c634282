/** Parts of an answer by path: names after dots, positions in brackets; `$` is all of it. */
import type { Json } from "../../flow/json.ts";

export const PATH = /^(?:\$|(?:[^.[\]$]+|\$?\[\d{1,6}\])(?:\.[^.[\]]+|\[\d{1,6}\])*|\$(?:\.[^.[\]]+|\[\d{1,6}\])+)$/;

/** `pick({ lines: [{ price: 3 }] }, "lines[0].price")` -> 3; null where there is no such part. Own parts only. */
export function pick(value: Json, path: string): Json {
  let at: Json | undefined = value;
  for (const [, name, position] of path.replace(/^\$\.?/, "").matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (Array.isArray(at)) at = position === undefined ? undefined : at[Number(position)];
    else if (typeof at === "object" && at !== null) {
      const key: string = name ?? position ?? "";
      at = Object.hasOwn(at, key) ? at[key] : undefined;
    } else return null;
  }
  return at ?? null;
}
