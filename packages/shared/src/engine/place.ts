/** One flow of a session while a turn runs: the one it began with, or one that was called. */
import type { Json } from "../flow/json.ts";
import { type CompiledFlow, type CompiledNode, compiledNode } from "./compile-flow.ts";
import { MOST_STATE } from "./limits.ts";
import type { Session } from "./session.ts";

/** So many short values cannot reach the limit: counting them is cheaper than measuring them. */
const FEW = 40;
const SHORT = 256;

type Standing = Pick<Session, "node" | "at" | "variables">;

export class Place {
  /** The id it was started or called by. */
  readonly id: string;
  readonly flow: CompiledFlow;
  /** 0 for the flow the session began with. */
  readonly depth: number;
  node: string;
  /** Its position, if known. */
  at: number | undefined;
  variables: Record<string, Json>;
  /** The variables given are the session's own: copied before the first change. */
  #isCopied = false;
  #count = 0;
  #hasLong = false;
  /** Their length as JSON, once it had to be known. */
  #size: number | null = null;

  constructor(id: string, flow: CompiledFlow, depth: number, { node, at, variables }: Standing) {
    this.id = id;
    this.flow = flow;
    this.depth = depth;
    this.node = node;
    this.at = at;
    this.variables = variables;
  }

  /** The node it stands on, unless the revision has none of that id. */
  standing(): CompiledNode | undefined {
    const hinted = this.flow.nodes[this.at ?? -1];
    return hinted?.id === this.node ? hinted : compiledNode(this.flow, this.node);
  }

  stand(at: CompiledNode): void {
    this.node = at.id;
    this.at = at.position;
  }

  /** False, and nothing is set, when the variables would be too large; `others` is what other flows of the session hold. */
  set(name: string, value: Json, others: number): boolean {
    this.#copy();
    const isKnown = Object.hasOwn(this.variables, name);
    const size = this.#sizeWith(name, value, isKnown);
    if (size !== null && size + others > MOST_STATE) return false;
    this.#size = size;
    if (!isKnown) this.#count += 1;
    this.variables[name] = value;
    return true;
  }

  /** Length as JSON. */
  get size(): number {
    this.#size ??= JSON.stringify(this.variables).length;
    return this.#size;
  }

  #copy(): void {
    if (this.#isCopied) return;
    this.#isCopied = true;
    this.variables = { ...this.variables };
    for (const name in this.variables) {
      this.#count += 1;
      this.#hasLong ||= !isShort(this.variables[name] ?? null);
    }
  }

  /** Null while it need not be known. */
  #sizeWith(name: string, value: Json, isKnown: boolean): number | null {
    const isFew = this.#count < FEW && !this.#hasLong && this.depth === 0;
    if (this.#size === null && isFew && isShort(value)) return null;
    const before = isKnown ? lengthOf(this.variables[name] ?? null) : JSON.stringify(name).length + 2;
    return this.size + lengthOf(value) - (isKnown ? before : -before);
  }
}

function isShort(value: Json): boolean {
  return typeof value === "string" ? value.length < SHORT : typeof value !== "object" || value === null;
}

function lengthOf(value: Json): number {
  return JSON.stringify(value).length;
}
