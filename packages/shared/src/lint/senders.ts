/** Nodes that send something of a kind, in the order of the document: rules about it look at no others. */
import type { SendFact } from "../nodes/definition.ts";
import type { LintGraph } from "./graph.ts";

export interface Senders {
  marketing: readonly number[];
  media: readonly number[];
}

export function senders(graph: LintGraph): Senders {
  return graph.lines.once("senders", () => ({
    marketing: sending(graph, (send) => send.class === "marketing"),
    media: sending(graph, (send) => send.media === true),
  }));
}

function sending({ nodes }: LintGraph, is: (send: SendFact) => boolean): number[] {
  const found: number[] = [];
  for (let node = 0; node < nodes.length; node += 1) {
    const { send } = nodes[node]!.facts;
    if (send && is(send)) found.push(node);
  }
  return found;
}
