/**
 * Bad luck on request. Rules are tried in order; the first whose path fits, whose count is not used up and whose chance
 * comes up is taken. Chance is seeded, so that a run can be repeated.
 */
export interface FaultRule {
  /**
   * What it is about: a Graph path without the version, `*` standing for anything ("/100000000000001/messages", "messages", "*"), or
   * "webhooks" for what goes out.
   */
  path: string;
  /** 0 to 1; default 1. */
  probability?: number | undefined;
  /** How often it happens at most; default: always. */
  count?: number | undefined;

  /** Requests: answered with this HTTP status instead of being done. */
  status?: number | undefined;
  /** With `status`: the code of the answer. */
  code?: number | undefined;
  /** Requests: the answer takes so long (real time). Webhooks: they leave so much later (on the clock). Milliseconds. */
  delay?: number | undefined;
  /** Requests: done, but the connection closes without an answer. */
  loseReply?: boolean | undefined;
  /** Requests: done, but the connection breaks after so many bytes of the answer. */
  resetAfter?: number | undefined;
  /** Messages: taken with 200, then failed with this code by webhook. */
  failLater?: number | undefined;

  /** Webhooks: sent so many times in all. */
  duplicate?: number | undefined;
  /** Webhooks: each leaves up to so much later, by chance (on the clock). Milliseconds. */
  disorder?: number | undefined;
  /** Webhooks: never sent. */
  lose?: boolean | undefined;
  /** Webhooks: collected for so long and sent as one body (on the clock). Milliseconds. */
  batch?: number | undefined;
}

export class Faults {
  #rules: { rule: FaultRule; left: number }[] = [];
  #random = seeded(1);

  set(rules: FaultRule[], seed: number): void {
    this.#rules = rules.map((rule) => ({ rule, left: rule.count ?? Number.POSITIVE_INFINITY }));
    this.#random = seeded(seed);
  }

  list(): (FaultRule & { left: number | null })[] {
    return this.#rules.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : null }));
  }

  /** Takes the rule that now applies and counts it. `wants` narrows to rules with such an effect. */
  take(path: string, wants: (rule: FaultRule) => boolean = () => true): FaultRule | null {
    for (const entry of this.#rules) {
      if (entry.left <= 0 || !fits(entry.rule.path, path) || !wants(entry.rule)) continue;
      if (this.#random() >= (entry.rule.probability ?? 1)) continue;
      entry.left -= 1;
      return entry.rule;
    }
    return null;
  }

  /** 0 to below 1. */
  chance(): number {
    return this.#random();
  }
}

/**
 * `fits("/1*\/messages", "/100/messages")` -> true; "*" alone means every request, never the webhooks. Without a star the
 * end of the path is enough: "messages", "/messages".
 */
function fits(pattern: string, path: string): boolean {
  if (pattern === "webhooks" || path === "webhooks") return pattern === path;
  const parts = pattern.split("*");
  const last = parts.pop() ?? "";
  const first = parts.shift();
  if (first === undefined) return path === last || path.endsWith(`/${last.replace(/^\//, "")}`);
  if (!path.startsWith(first) || !path.endsWith(last) || path.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of parts) {
    const at = path.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= path.length - last.length;
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
