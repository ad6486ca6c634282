/**
 * Values that no document and no request has: without end in depth or width, with a key that would change every object, or
 * with a number that is none (1e999 is read as infinity).
 */
import type { JsonBounds } from "./json-excess.ts";
import { type Problem, pathText } from "./problem.ts";

/** A value and how it was come to, so that a path is only written where one is told. */
interface Step {
  value: object;
  depth: number;
  key: PropertyKey;
  from: Step | null;
}

const MOST_STEPS = 6;
const LONGEST_PATH = 200;

/** Null when nothing is wrong with it. Iterative: a hostile value must not exhaust the stack. `what` begins the sentence. */
export function findHostile(
  root: unknown,
  bounds: Pick<JsonBounds, "depth" | "members">,
  what: string,
): Problem | null {
  if (typeof root !== "object" || root === null) return null;
  const open: Step[] = [{ value: root, depth: 0, key: "", from: null }];
  for (let step = open.pop(); step; step = open.pop()) {
    const { value, depth } = step;
    if (depth > bounds.depth) {
      const path = sayPath(pathOf(step).slice(0, MOST_STEPS));
      return { code: "too-deep", path, message: `${what} is nested deeper than ${bounds.depth} levels.` };
    }
    const from = step;
    /** False for a number that is none. */
    const visit = (child: unknown, key: PropertyKey): boolean => {
      if (typeof child === "object" && child !== null) open.push({ value: child, depth: depth + 1, key, from });
      return typeof child !== "number" || Number.isFinite(child);
    };
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1)
        if (!visit(value[index], index)) return outOfRange([...pathOf(step), index]);
      continue;
    }
    const keys = Object.keys(value);
    if (keys.length > bounds.members) {
      const path = sayPath(pathOf(step));
      const where = path === "" ? what : path;
      return {
        code: "too-many-members",
        path,
        message: `${where} has ${keys.length} members; ${bounds.members} are allowed.`,
      };
    }
    for (const key of keys) {
      if (key === "__proto__") return forbidden([...pathOf(step), key]);
      if (!visit((value as Record<string, unknown>)[key], key)) return outOfRange([...pathOf(step), key]);
    }
  }
  return null;
}

function forbidden(way: readonly PropertyKey[]): Problem {
  const path = sayPath(way);
  return { code: "forbidden-key", path, message: `The key "__proto__" is not allowed (at ${path}).` };
}

function outOfRange(way: readonly PropertyKey[]): Problem {
  const path = sayPath(way);
  return { code: "number-out-of-range", path, message: `The number at ${path} is out of range.` };
}

/** A name can be as long as the file. */
function sayPath(way: readonly PropertyKey[]): string {
  const path = pathText(way);
  return path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;
}

function pathOf(step: Step): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Step = step; at.from !== null; at = at.from) path.unshift(at.key);
  return path;
}
