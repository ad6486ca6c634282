/** Which flows a flow calls, and through them, with what stands for all of them while nothing but names changes. */
import type { Policy } from "../caps/policy.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { Template } from "../flow/template.ts";
import { type CalledFlow, type Linked, linked } from "./calls.ts";
import type { LintGraph } from "./graph.ts";
import { lintGraph } from "./graph-edit.ts";
import type { NodeTypes } from "./prepare-node.ts";
import type { Shape } from "./shape.ts";

interface Around {
  flows: readonly FlowDocument[];
  templates: readonly Template[];
  nodeTypes: NodeTypes;
  policyOf(flow: FlowDocument): Policy;
}

export interface Calls {
  linked: Linked;
  /** Equal for as long as what is called does and takes the same. */
  key: string;
}

export function calledFlows(graph: LintGraph, { flows, templates, nodeTypes, policyOf }: Around): Calls {
  const known = new Map<string, CalledFlow | null>();
  const find = (id: string): CalledFlow | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const flow = id === graph.flow.id ? graph.flow : flows.find((other) => other.id === id);
    const called = flow
      ? { graph: flow === graph.flow ? graph : lintGraph(flow, templates, nodeTypes), policy: policyOf(flow) }
      : null;
    known.set(id, called);
    return called;
  };
  const calls = linked(graph, find);
  const key = [...known]
    .map(([id, called]) => {
      if (!called) return `${id}?`;
      const { frequencies, quietHours } = called.policy;
      return `${id} ${numberOf(called.graph.shape)} ${JSON.stringify([frequencies, quietHours])}`;
    })
    .join("\n");
  return { linked: calls, key };
}

const numbers = new WeakMap<Shape, number>();
let last = 0;

function numberOf(shape: Shape): number {
  const known = numbers.get(shape);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(shape, last);
  return last;
}
