/** Values that no document and no request has: without end in depth or width, or with a key that would change every object. */
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
      const path = pathText(pathOf(step).slice(0, MOST_STEPS));
      return { code: "too-deep", path, message: `${what} is nested deeper than ${bounds.depth} levels.` };
    }
    const visit = (child: unknown, key: PropertyKey, from: Step) => {
      if (typeof child === "object" && child !== null) open.push({ value: child, depth: depth + 1, key, from });
    };
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) visit(value[index], index, step);
      continue;
    }
    const keys = Object.keys(value);
    if (keys.length > bounds.members) {
      const path = pathText(pathOf(step));
      const where = path === "" ? what : path;
      return {
        code: "too-many-members",
        path,
        message: `${where} has ${keys.length} members; ${bounds.members} are allowed.`,
      };
    }
    for (const key of keys) {
      if (key === "__proto__") return forbidden([...pathOf(step), key]);
      visit((value as Record<string, unknown>)[key], key, step);
    }
  }
  return null;
}

function forbidden(way: readonly PropertyKey[]): Problem {
  const path = pathText(way);
  return { code: "forbidden-key", path, message: `The key "__proto__" is not allowed (at ${path}).` };
}

function pathOf(step: Step): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Step = step; at.from !== null; at = at.from) path.unshift(at.key);
  return path;
}
